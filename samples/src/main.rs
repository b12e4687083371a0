//! Runs a sample driver on the simulator: `cargo run --release -p samples -- NAME …`.
//!
//! This file reads the command line and turns a run's end into an exit status: 0 if all is well, 1 if the driver or the
//! data is not, 2 if the command line is not. Each sample has a file of its own.
#![forbid(unsafe_code)]

mod cli;
mod echo;
mod failure;

use std::process::ExitCode;

use clap::Parser;

use cli::{Cli, Sample};

fn main() -> ExitCode {
    let cli = Cli::parse();
    let end = match cli.sample {
        Sample::Echo(arguments) => echo::run(&arguments),
    };
    match end {
        Ok(summary) => {
            println!("{summary}");
            ExitCode::SUCCESS
        }
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::from(failure.status())
        }
    }
}
