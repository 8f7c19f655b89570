//! The time that one request takes. The variants of a group take turns, so that other load on the machine
//! affects all of them.

use std::time::{Duration, Instant};

use axum::Router;
use tokio::runtime::Runtime;

use super::{Headers, Work, request, runtime, serve, served};

/// The number of turns of each variant. The fastest one counts, because other load on the machine can only
/// add time.
const TURNS: usize = 500;

/// The requests of one turn: few, so that most turns end before the scheduler switches to another process.
const REQUESTS: u32 = 50;

/// Prints the time that each variant takes, in nanoseconds.
pub(crate) fn print_all(variants: &'static [(&'static str, Work)]) {
    for group in variants.chunk_by(|(one, _), (next, _)| group_of(one) == group_of(next)) {
        let mut timed: Vec<_> = group.iter().map(|(_, work)| Timed::new(work)).collect();
        for _ in 0..TURNS {
            timed.iter_mut().for_each(Timed::take_turn);
        }
        for ((name, _), timed) in group.iter().zip(timed) {
            println!("{name} {}", (timed.fastest / REQUESTS).as_nanos());
        }
    }
}

fn group_of(name: &str) -> &str {
    name.split('/').next().unwrap_or(name)
}

struct Timed {
    subject: Subject,
    fastest: Duration,
}

/// What a turn measures.
enum Subject {
    Route {
        runtime: Runtime,
        router: Router,
        headers: Headers,
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
        Self {
            subject,
            fastest: Duration::MAX,
        }
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
        self.fastest = self.fastest.min(turn);
    }
}
