//! A driver under load: several application threads send requests and cancel some of them, at moments of chance.
//!
//! Every request must come back exactly once. One that is lost would leave its thread waiting and one that is completed
//! twice is a broken rule; either ends the run with the simulator's report.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use ioctl::Ioctl as _;
use wdf_sim::{Arrival, DriverImage, Explorer, File, Lower, Machine, Major, Resources, Ticket};
use wdf_tests::card;

use crate::cli;
use crate::failure::Failure;

/// `STATUS_CANCELLED`.
const CANCELLED: i32 = 0xC000_0120_u32.cast_signed();

/// What the load is put on.
pub(crate) struct Target {
    pub(crate) driver: &'static DriverImage,
    /// The hardware of its device.
    hardware: fn(&Machine) -> Resources,
    /// How a thread's request of this number is sent.
    pub(crate) send: fn(&File, u64) -> Ticket,
    /// Whether it may wait for ever if nobody cancels it.
    pub(crate) waits: fn(u64) -> bool,
    /// Whether it filters a device, of which this file plays the driver.
    pub(crate) is_filter: bool,
}

/// The clock: reads wait for its next tick.
pub(crate) static AUTO_SYNC: Target = Target {
    driver: &auto_sync::DRIVER,
    hardware: none,
    send: |file, _| file.begin_read(8),
    waits: |_| false,
    is_filter: false,
};

/// The pipe: reads wait for bytes, and writes bring them to whoever waits.
pub(crate) static OWN_LOCK: Target = Target {
    driver: &own_lock::DRIVER,
    hardware: none,
    send: |file, number| if number % 2 == 0 { file.begin_read(4) } else { file.begin_write(b"four") },
    waits: |number| number % 2 == 0,
    is_filter: false,
};

/// The mailbox: reads wait for messages, and writes bring them to whoever waits.
pub(crate) static MANUAL_QUEUE: Target = Target {
    driver: &manual_queue::DRIVER,
    hardware: none,
    send: |file, number| if number % 2 == 0 { file.begin_read(64) } else { file.begin_write(b"a message") },
    waits: |number| number % 2 == 0,
    is_filter: false,
};

/// The PCI device: writes of one to five parts.
pub(crate) static PCI: Target = Target {
    driver: &pci::DRIVER,
    hardware: |machine| card::play(machine).1,
    send: |file, number| file.begin_write(&card::data(1 + (number as usize * 53) % 300)),
    waits: |_| false,
    is_filter: false,
};

fn none(_: &Machine) -> Resources {
    Resources::new()
}

/// The filter: the driver below keeps every other read; now and then what is out is called off.
pub(crate) static FILTER: Target = Target {
    driver: &filter::DRIVER,
    hardware: none,
    send: |file, number| match number % 8 {
        3 => file.begin_write(b"forgotten"),
        5 => file.begin_ioctl(1, b"input", 4),
        7 => file.begin_ioctl(filter::CALL_OFF, &[], 0),
        _ => file.begin_read(usize::from(number % 2 == 0) + 1),
    },
    waits: |number| number % 2 == 0,
    is_filter: true,
};

/// The clipboard: some wait for a change, others bring one, by each of the four transfer methods.
pub(crate) static IOCTL: Target = Target {
    driver: &ioctl::DRIVER,
    hardware: none,
    send: |file, number| match number % 5 {
        0 => file.begin_ioctl(ioctl::AwaitChange::CODE, &(number as u32).to_le_bytes(), 8),
        1 => file.begin_ioctl_with(ioctl::CopyIn::CODE, &[], b"what is copied"),
        2 => file.begin_ioctl(ioctl::PasteOut::CODE, &0_u32.to_le_bytes(), 64),
        3 => file.begin_ioctl(ioctl::Exchange::CODE, b"new", ioctl::CAPACITY),
        _ => file.begin_ioctl(ioctl::Describe::CODE, &[], 8),
    },
    waits: |number| number % 5 == 0,
    is_filter: false,
};

/// A driver that keeps reads of two bytes, until they are cancelled or others come.
pub(crate) fn keeper(machine: &Machine) -> Lower {
    let kept = RefCell::new(VecDeque::new());
    machine.lower(move |arrival: Arrival| {
        if arrival.major() == Major::Read && arrival.output_length() == 2 {
            if arrival.allow_cancel() {
                kept.borrow_mut().push_back(arrival);
            }
            return;
        }
        let longest = kept.borrow_mut().pop_front();
        if let Some(longest) = longest {
            // False: it was cancelled meanwhile.
            let _ = longest.complete_fully();
        }
        let _ = arrival.complete_fully();
    })
}

/// What came back.
#[derive(Debug, Default)]
struct Tally {
    sent: AtomicU64,
    completed: AtomicU64,
    cancelled: AtomicU64,
}

impl Tally {
    fn count(&self, file: &File, target: &Target, number: u64, rng: &mut fastrand::Rng, machine: &Machine) {
        self.sent.fetch_add(1, Ordering::Relaxed);
        let ticket = (target.send)(file, number);
        if rng.bool() || (target.waits)(number) {
            for _ in 0..rng.u8(0..4) {
                machine.yield_now();
            }
            ticket.cancel();
        }
        let status = ticket.wait().status;
        let which = if status == CANCELLED { &self.cancelled } else { &self.completed };
        which.fetch_add(1, Ordering::Relaxed);
    }
}

/// What a run that went well prints.
pub(crate) struct Summary {
    schedules: usize,
    sent: u64,
    completed: u64,
    cancelled: u64,
    /// What the simulator's I/O manager counted, whoever waited for it.
    completions: u64,
    callbacks: u64,
    real_time: Duration,
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { schedules, sent, completed, cancelled, completions, callbacks, real_time } = self;
        writeln!(f, "schedules  {schedules}")?;
        writeln!(f, "requests   {sent}")?;
        writeln!(f, "completed  {completed}")?;
        writeln!(f, "cancelled  {cancelled}")?;
        writeln!(f, "lost       {}", sent.saturating_sub(completed + cancelled))?;
        writeln!(f, "doubled    {}", completions.saturating_sub(*sent))?;
        writeln!(f, "callbacks  {callbacks}")?;
        write!(f, "real time  {:.3} s", real_time.as_secs_f64())
    }
}

/// Runs the load under random schedules.
pub(crate) fn run(arguments: &cli::Load, target: &'static Target) -> Result<Summary, Failure> {
    let tally = Arc::new(Tally::default());
    let progress = ProgressBar::new(arguments.schedules as u64).with_style(
        ProgressStyle::with_template("{bar:40} {pos} of {len} schedules, {per_sec}")
            .unwrap_or_else(|_| ProgressStyle::default_bar()),
    );
    let began = Instant::now();
    let (threads, requests, seed) = (arguments.threads, arguments.requests, arguments.seed);
    let body = {
        let (tally, progress) = (Arc::clone(&tally), progress.clone());
        move |machine: &Machine| {
            progress.inc(1);
            storm(machine, target, &tally, threads, requests, seed);
        }
    };
    let explored = Explorer::random(seed, arguments.schedules)
        .verifier(arguments.verifier.into())
        .check(body)
        .map_err(Failure::Rule)?;
    progress.finish_and_clear();
    let [sent, completed, cancelled] =
        [&tally.sent, &tally.completed, &tally.cancelled].map(|count| count.load(Ordering::Relaxed));
    // Above a driver that is played here, the create, cleanup and close of each handle are requests too.
    let handles = if target.is_filter { 3 * threads * explored.schedules as u64 } else { 0 };
    let completions = explored.counts.completed.saturating_sub(handles);
    if completed + cancelled != sent || completions != sent {
        return Err(Failure::Count { sent, came_back: completed + cancelled, completions });
    }
    Ok(Summary {
        schedules: explored.schedules,
        sent,
        completed,
        cancelled,
        completions,
        callbacks: explored.counts.callbacks,
        real_time: began.elapsed(),
    })
}

/// One schedule's load.
fn storm(machine: &Machine, target: &'static Target, tally: &Arc<Tally>, threads: u64, requests: u64, seed: u64) {
    let driver = machine.load(target.driver).expect("a sample loads");
    let device = if target.is_filter {
        driver.add_device_above(&keeper(machine))
    } else {
        driver.add_device_with(&(target.hardware)(machine))
    };
    let device = device.expect("a sample's device starts");
    let workers: Vec<_> = (0..threads)
        .map(|thread| {
            let tally = Arc::clone(tally);
            // Of a driver with a control device, applications know no other.
            let opened = driver.control_devices().first().copied().unwrap_or(device);
            let file = opened.open().expect("a sample's device opens");
            machine.spawn(move |machine| {
                let mut rng = fastrand::Rng::with_seed(seed.wrapping_add(thread));
                for number in 0..requests {
                    tally.count(&file, target, number, &mut rng, machine);
                }
            })
        })
        .collect();
    for worker in workers {
        worker.join();
    }
    device.remove();
    driver.unload();
}
