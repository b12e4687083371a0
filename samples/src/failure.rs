//! Why a run failed, and the exit status that says so.

use std::io;
use std::path::PathBuf;

use wdf_sim::Report;

/// Why a run failed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// The file cannot be read.
    #[error("cannot read {}: {error}", path.display())]
    File { path: PathBuf, error: io::Error },
    /// The command line asks for what is not there.
    #[error("{0}")]
    Usage(String),
    /// A race was interrupted; what was found so far.
    #[error("interrupted\n{0}")]
    Interrupted(String),
    /// The driver broke a rule.
    #[error("{0}")]
    Rule(Box<Report>),
    /// The driver did not load, or refused its device, or the device refused to be opened.
    #[error("{0}")]
    Setup(String),
    /// A request came back with another status than success.
    #[error("the {what} at offset {offset} failed with status {status:#010x}")]
    Status { what: &'static str, offset: u64, status: i32 },
    /// What came back is not what was sent.
    #[error("what came back differs from the file at offset {offset}")]
    Differs { offset: u64 },
    /// A request was lost, or completed more than once.
    #[error("{sent} requests were sent, {came_back} came back, and {completions} were completed")]
    Count { sent: u64, came_back: u64, completions: u64 },
    /// Something is left when the driver is unloaded.
    #[error("{objects} objects are left when the driver is unloaded")]
    LeftOver { objects: usize },
    /// Fewer or more bytes came back than were sent.
    #[error("at offset {offset} {expected} bytes were sent and {found} came back")]
    Length { offset: u64, expected: usize, found: usize },
}

impl Failure {
    /// The exit status: 2 for what the user asked for, 130 for Ctrl-C, 1 for what the driver did.
    pub(crate) const fn status(&self) -> u8 {
        match self {
            Self::File { .. } | Self::Usage(_) => 2,
            Self::Interrupted(_) => 130,
            _ => 1,
        }
    }
}
