//! Runs a sample driver on the simulator: `cargo run --release -p samples -- NAME …`.
//!
//! This file reads the command line and turns a run's end into an exit status: 0 if all is well, 1 if the driver or the
//! data is not, 2 if the command line is not. Each sample has a file of its own.
#![forbid(unsafe_code)]

mod cli;
mod echo;
mod failure;
mod load;
mod race;

use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser};

use cli::{Cli, Sample};
use failure::Failure;

fn main() -> ExitCode {
    let cli = Cli::try_parse().unwrap_or_else(|error| {
        if error.kind() == ErrorKind::InvalidSubcommand {
            let samples: Vec<String> =
                Cli::command().get_subcommands().map(|known| known.get_name().to_owned()).collect();
            eprintln!("there are {}\n", samples.join(", "));
        }
        error.exit()
    });
    let end = match cli.sample {
        Sample::Echo(arguments) => echo::run(&arguments, &::echo::DRIVER).map(|summary| summary.to_string()),
        Sample::EchoDriverSync(arguments) => {
            echo::run(&arguments, &::echo_driver_sync::DRIVER).map(|summary| summary.to_string())
        }
        Sample::AutoSync(arguments) => load::run(&arguments, &load::AUTO_SYNC).map(|summary| summary.to_string()),
        Sample::OwnLock(arguments) => load::run(&arguments, &load::OWN_LOCK).map(|summary| summary.to_string()),
        Sample::ManualQueue(arguments) => load::run(&arguments, &load::MANUAL_QUEUE).map(|summary| summary.to_string()),
        Sample::Pci(arguments) => load::run(&arguments, &load::PCI).map(|summary| summary.to_string()),
        Sample::Filter(arguments) => load::run(&arguments, &load::FILTER).map(|summary| summary.to_string()),
        Sample::Ioctl(arguments) => load::run(&arguments, &load::IOCTL).map(|summary| summary.to_string()),
        Sample::Race(arguments) if arguments.list => Ok(race::list()),
        Sample::Race(arguments) => race::run(&arguments).and_then(|summary| {
            let text = summary.to_string();
            if summary.was_interrupted() { Err(Failure::Interrupted(text)) } else { Ok(text) }
        }),
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
