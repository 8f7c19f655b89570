//! The program: what it was asked to do, and the exit code.

use std::process::ExitCode;

use example_admin::config::{self, Invocation};
use example_admin::program;

/// A run that failed.
const FAILURE: u8 = 1;

/// An invalid command line.
const USAGE: u8 = 2;

#[tokio::main]
async fn main() -> ExitCode {
    let result = match config::read() {
        Ok(Invocation::Serve(config)) => program::serve(*config).await,
        Ok(Invocation::Demo(config)) => program::demo(*config).await,
        Ok(Invocation::Routes(format)) => program::list_routes(format),
        Ok(Invocation::OpenApi) => program::print_document(),
        Err(answer) => return show(&answer),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => refuse(&error.to_string(), FAILURE),
    }
}

/// Shows the help that was requested, or says in one line what is wrong with the command line.
fn show(answer: &clap::Error) -> ExitCode {
    if !answer.use_stderr() {
        // An error means that the reader has closed the pipe, and wants no more output.
        let _ = answer.print();
        return ExitCode::SUCCESS;
    }
    let text = answer.to_string();
    let first = text.split("\n\n").next().unwrap_or_default();
    refuse(first.trim_start_matches("error: "), USAGE)
}

fn refuse(reason: &str, code: u8) -> ExitCode {
    let line: Vec<_> = reason.split_whitespace().collect();
    eprintln!("error: {}", line.join(" "));
    ExitCode::from(code)
}
