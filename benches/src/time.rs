//! The time that one request takes. All variants of a group take turns, so that whatever else the machine
//! does meets all of them.

use std::time::{Duration, Instant};

use axum::Router;
use tokio::runtime::Runtime;

use super::{Work, request, runtime, serve, served};

/// How often each variant has its turn; what counts is the median.
const TURNS: usize = 41;

/// The requests of one turn.
const REQUESTS: usize = 1_000;

/// Prints the median of each variant, in nanoseconds.
pub(crate) fn print_all(variants: &'static [(&'static str, Work)]) {
    for group in variants.chunk_by(|(one, _), (next, _)| group_of(one) == group_of(next)) {
        let mut timed: Vec<_> = group.iter().map(|(_, work)| Timed::new(work)).collect();
        for _ in 0..TURNS {
            timed.iter_mut().for_each(Timed::take_turn);
        }
        for ((name, _), timed) in group.iter().zip(timed) {
            println!("{name} {}", timed.median().as_nanos());
        }
    }
}

fn group_of(name: &str) -> &str {
    name.split('/').next().unwrap_or(name)
}

struct Timed {
    subject: Subject,
    turns: Vec<Duration>,
}

/// What is done in a turn.
enum Subject {
    Route {
        runtime: Runtime,
        router: Router,
        headers: Vec<(&'static str, String)>,
    },
    Plain(Box<dyn FnMut()>),
}

impl Timed {
    fn new(work: &Work) -> Self {
        let subject = match work {
            Work::Plain(prepare) => Subject::Plain(prepare()),
            Work::Route(router, headers) => Subject::Route {
                runtime: runtime(),
                router: served(*router),
                headers: headers(),
            },
        };
        let turns = Vec::with_capacity(TURNS);
        Self { subject, turns }
    }

    fn take_turn(&mut self) {
        let turn = match &mut self.subject {
            Subject::Plain(work) => {
                let start = Instant::now();
                (0..REQUESTS).for_each(|_| work());
                start.elapsed()
            }
            Subject::Route {
                runtime,
                router,
                headers,
            } => {
                let requests: Vec<_> = (0..REQUESTS).map(|_| request(headers)).collect();
                let start = Instant::now();
                for request in requests {
                    serve(runtime, router, request);
                }
                start.elapsed()
            }
        };
        self.turns.push(turn);
    }

    /// The median turn, for one request.
    fn median(mut self) -> Duration {
        self.turns.sort_unstable();
        self.turns[TURNS / 2] / u32::try_from(REQUESTS).unwrap_or(u32::MAX)
    }
}
