//! The echo samples: a file goes through one of the drivers chunk by chunk, and must come back the same.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use indicatif::{HumanBytes, ProgressBar, ProgressStyle};
use wdf_sim::{Counts, DriverImage, Explorer, Machine};

use crate::cli;
use crate::failure::Failure;

/// What a run that went well prints.
pub(crate) struct Summary {
    bytes: u64,
    counts: Counts,
    virtual_time: Duration,
    real_time: Duration,
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { bytes, counts, virtual_time, real_time } = self;
        writeln!(f, "file          {bytes} bytes ({}), came back equal", HumanBytes(*bytes))?;
        writeln!(f, "requests      {}", counts.sent)?;
        writeln!(f, "completions   {}", counts.completed)?;
        writeln!(f, "cancels       {}", counts.cancelled)?;
        writeln!(f, "bytes in      {}", counts.bytes_in)?;
        writeln!(f, "bytes out     {}", counts.bytes_out)?;
        writeln!(f, "callbacks     {}", counts.callbacks)?;
        writeln!(f, "virtual time  {:.3} s", virtual_time.as_secs_f64())?;
        writeln!(f, "real time     {:.3} s", real_time.as_secs_f64())?;
        write!(f, "left over     nothing: no request, no object, no reference, no memory")
    }
}

/// Sends the file through the driver.
pub(crate) fn run(arguments: &cli::Echo, driver: &'static DriverImage) -> Result<Summary, Failure> {
    let (file, length) = open(&arguments.file)?;
    let progress = progress(length);
    let began = Instant::now();
    // The run has a thread of its own: what it found out is left here.
    let end = Arc::new(Mutex::new(None));
    let task = Task {
        driver,
        file: Mutex::new(file),
        chunk: arguments.chunk,
        progress: progress.clone(),
        end: Arc::clone(&end),
    };
    let explored = Explorer::calm()
        .verifier(arguments.verifier.into())
        .trace(0)
        .check(move |machine| {
            let outcome = task.echo(machine);
            *task.end.lock().expect("no other thread panics with it") = Some(outcome);
        })
        .map_err(Failure::Rule)?;
    progress.finish_and_clear();
    let outcome = end.lock().expect("no other thread panics with it").take();
    let virtual_time = outcome.unwrap_or(Ok(Duration::ZERO)).map_err(|failure| failure.at(&arguments.file))?;
    Ok(Summary { bytes: length, counts: explored.counts, virtual_time, real_time: began.elapsed() })
}

/// Opens the file and finds its length.
fn open(path: &Path) -> Result<(File, u64), Failure> {
    let unreadable = |error| Failure::File { path: path.to_owned(), error };
    let file = File::open(path).map_err(unreadable)?;
    let metadata = file.metadata().map_err(unreadable)?;
    if metadata.is_dir() {
        return Err(unreadable(io::Error::from(io::ErrorKind::IsADirectory)));
    }
    Ok((file, metadata.len()))
}

fn progress(length: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {bytes} of {total_bytes}, {bytes_per_sec}, {eta} to go");
    ProgressBar::new(length).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// Why the run's thread gave up.
enum Trouble {
    Read(io::Error),
    Failure(Failure),
}

impl Trouble {
    fn at(self, path: &Path) -> Failure {
        match self {
            Self::Read(error) => Failure::File { path: path.to_owned(), error },
            Self::Failure(failure) => failure,
        }
    }
}

/// What the run's thread does.
struct Task {
    driver: &'static DriverImage,
    file: Mutex<File>,
    chunk: usize,
    progress: ProgressBar,
    end: Arc<Mutex<Option<Result<Duration, Trouble>>>>,
}

impl Task {
    /// Loads the driver, sends everything through it, takes it away again; the virtual time that took.
    fn echo(&self, machine: &Machine) -> Result<Duration, Trouble> {
        let setup = |what: &str, status: wdf_sim::Status| Trouble::Failure(Failure::Setup(format!("{what}: {status}")));
        let driver = machine.load(self.driver).map_err(|status| setup("the driver does not load", status))?;
        let device = driver.add_device().map_err(|status| setup("the device does not start", status))?;
        let handle = device.open().map_err(|status| setup("the device does not open", status))?;
        let mut file = self.file.lock().expect("no other thread panics with it");
        let mut buffer = vec![0; self.chunk];
        let mut offset = 0;
        loop {
            let length = fill(&mut *file, &mut buffer).map_err(Trouble::Read)?;
            if length == 0 {
                break;
            }
            exchange(&handle, &buffer[..length], offset).map_err(Trouble::Failure)?;
            offset += length as u64;
            self.progress.set_position(offset);
        }
        handle.close();
        device.remove();
        driver.unload();
        match machine.objects() {
            0 => Ok(machine.now()),
            objects => Err(Trouble::Failure(Failure::LeftOver { objects })),
        }
    }
}

/// Reads until the buffer is full or the file ends.
fn fill(file: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut length = 0;
    while length < buffer.len() {
        match file.read(&mut buffer[length..]) {
            Ok(0) => break,
            Ok(count) => length += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(length)
}

/// Writes a chunk, reads it back, and compares.
fn exchange(handle: &wdf_sim::File, chunk: &[u8], offset: u64) -> Result<(), Failure> {
    let written = handle.write(chunk);
    if !written.is_success() {
        return Err(Failure::Status { what: "write", offset, status: written.status });
    }
    let read = handle.read(chunk.len());
    if !read.is_success() {
        return Err(Failure::Status { what: "read", offset, status: read.status });
    }
    for found in [written.information, read.output.len()] {
        if found != chunk.len() {
            return Err(Failure::Length { offset, expected: chunk.len(), found });
        }
    }
    match read.output.iter().zip(chunk).position(|(came, went)| came != went) {
        Some(at) => Err(Failure::Differs { offset: offset + at as u64 }),
        None => Ok(()),
    }
}
