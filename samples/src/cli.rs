//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Runs a sample driver on the simulator.
#[derive(Debug, Parser)]
#[command(about, version)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) sample: Sample,
}

/// The samples.
#[derive(Debug, Subcommand)]
pub(crate) enum Sample {
    /// Sends a file through the echo driver in writes and reads, and compares what comes back.
    Echo(Echo),
    /// The same through the echo driver that synchronises itself.
    EchoDriverSync(Echo),
    /// Puts load with random cancels on the clock: automatic synchronization.
    AutoSync(Load),
    /// Puts load with random cancels on the pipe: a spin lock of its own.
    OwnLock(Load),
    /// Puts load with random cancels on the mailbox: a manual queue with EvtIoCanceledOnQueue.
    ManualQueue(Load),
    /// Puts load with random cancels on the PCI device: an interrupt, its DPC, transfers in parts.
    Pci(Load),
    /// Puts load with random cancels through the filter, which sends requests on and calls them off.
    Filter(Load),
    /// Puts load with random cancels on the clipboard: a control device, and all four transfer methods.
    Ioctl(Load),
    /// Explores a sample, which breaks no rule, and the same driver in the documentation's raw pattern, which does.
    Race(Race),
}

/// Which sample is explored, and how.
#[derive(Debug, Args)]
pub(crate) struct Race {
    /// The sample: echo if none is named.
    pub(crate) name: Option<String>,
    /// Lists the samples that race.
    #[arg(long, conflicts_with_all = ["name", "replay"])]
    pub(crate) list: bool,
    /// Where the random choices start.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// Every schedule of the safe driver with at most so many preemptions.
    #[arg(long, default_value_t = 2)]
    pub(crate) preemptions: usize,
    /// At most so many random schedules of the raw driver.
    #[arg(long, default_value_t = 100_000, value_parser = schedules)]
    pub(crate) schedules: usize,
    /// Runs the raw driver in the schedule that a race printed, as in echo:off:0*13.1.
    #[arg(long, value_name = "LINE")]
    pub(crate) replay: Option<String>,
    /// Whether the framework's verifier is on.
    #[arg(long, value_enum, default_value_t = Verifier::Off)]
    pub(crate) verifier: Verifier,
}

/// How much load, and under how many schedules.
#[derive(Debug, Args)]
pub(crate) struct Load {
    /// Application threads that send at the same time.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u64).range(1..=16))]
    pub(crate) threads: u64,
    /// Requests that each of them sends in a schedule.
    #[arg(long, default_value_t = 16, value_parser = clap::value_parser!(u64).range(1..=100_000))]
    pub(crate) requests: u64,
    /// Random schedules to run.
    #[arg(long, default_value_t = 1_000, value_parser = schedules)]
    pub(crate) schedules: usize,
    /// Where the random choices start.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// Whether the framework's verifier is on.
    #[arg(long, value_enum, default_value_t = Verifier::Off)]
    pub(crate) verifier: Verifier,
}

/// A number of schedules.
fn schedules(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) => Err("give at least 1".to_owned()),
        Ok(schedules) => Ok(schedules),
        Err(_) => Err("give a whole number".to_owned()),
    }
}

/// What the echo sample is to do.
#[derive(Debug, Args)]
pub(crate) struct Echo {
    /// The file that goes through the driver.
    pub(crate) file: PathBuf,
    /// How many bytes a write brings, and a read fetches.
    #[arg(long, value_name = "BYTES", default_value_t = 32 * 1024, value_parser = chunk)]
    pub(crate) chunk: usize,
    /// Whether the framework's verifier is on.
    #[arg(long, value_enum, default_value_t = Verifier::Off)]
    pub(crate) verifier: Verifier,
}

/// The framework's verifier.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Verifier {
    /// As on a customer's machine.
    Off,
    /// As on a developer's machine.
    On,
}

impl From<Verifier> for wdf_sim::Verifier {
    fn from(verifier: Verifier) -> Self {
        match verifier {
            Verifier::Off => Self::Off,
            Verifier::On => Self::On,
        }
    }
}

/// A chunk that the driver takes.
fn chunk(text: &str) -> Result<usize, String> {
    let largest = echo::MAX_WRITE;
    match text.parse() {
        Ok(bytes) if (1..=largest).contains(&bytes) => Ok(bytes),
        Ok(0) => Err("a write of no bytes brings nothing; give at least 1".to_owned()),
        Ok(bytes) => Err(format!("the driver takes at most {largest} bytes in a write, not {bytes}")),
        Err(_) => Err(format!("give a number of bytes, 1 to {largest}")),
    }
}
