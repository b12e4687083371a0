//! The race: a sample is explored and breaks no rule; the same driver in the pattern of the documentation, in raw calls as in C,
//! does, and its story is told.
//!
//! The raw drivers are those of `wdf_tests::mistakes`, which has each beside its correct twin.

use std::fmt;
use std::io::IsTerminal;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};
use ioctl::Ioctl as _;
use wdf_sim::{Device, DriverImage, Explorer, File, Machine, Memory, Report, Stopped};
use wdf_tests::card;
use wdf_tests::mistakes::{ALL, Driver, Mistake};
use wdf_tests::raw::on_machine;

use crate::cli;
use crate::failure::Failure;
use crate::load;

/// A sample, and the raw driver with the mistake that its types rule out.
pub(crate) struct Race {
    pub(crate) name: &'static str,
    /// What races.
    about: &'static str,
    /// Loads the safe driver, adds its device and opens it.
    start: fn(&Machine) -> (Device, File),
    /// What the application does to the safe driver.
    scene: fn(&Machine, Device, File),
    /// The raw driver, by its name in the library of mistakes.
    mistake: &'static str,
}

/// Every race.
pub(crate) static RACES: [Race; 8] = [
    Race {
        name: "echo",
        about: "a request ends by its timer or is cancelled; the raw driver ignores what unmarking returns",
        start: |machine| plain(machine, &echo::DRIVER),
        scene: |machine, device, file| cancel_elsewhere(machine, device, file, |file| file.begin_write(b"raced")),
        mistake: "result_of_unmark_ignored",
    },
    Race {
        name: "echo-driver-sync",
        about: "the same without synchronization; the raw driver unmarks what its cancel callback has completed",
        start: |machine| plain(machine, &echo_driver_sync::DRIVER),
        scene: |machine, device, file| cancel_elsewhere(machine, device, file, |file| file.begin_write(b"raced")),
        mistake: "unmarked_without_a_reference",
    },
    Race {
        name: "auto-sync",
        about: "a waiting request is completed while its device is removed; the raw driver completes without claiming",
        start: |machine| plain(machine, &auto_sync::DRIVER),
        scene: |machine, device, file| cancel_elsewhere(machine, device, file, |file| file.begin_read(8)),
        mistake: "removal_completes_without_claiming",
    },
    Race {
        name: "own-lock",
        about: "a driver with a lock of its own; the raw one marks a request cancelable while it holds the lock",
        start: |machine| plain(machine, &own_lock::DRIVER),
        scene: |machine, device, file| cancel_elsewhere(machine, device, file, |file| file.begin_read(4)),
        mistake: "marked_with_a_lock_held",
    },
    Race {
        name: "manual-queue",
        about: "a request waits in a manual queue; the raw driver takes one that is cancelled already for a waiting one",
        start: |machine| plain(machine, &manual_queue::DRIVER),
        scene: |machine, device, file| cancel_elsewhere(machine, device, file, |file| file.begin_read(64)),
        mistake: "already_cancelled_taken_for_pending",
    },
    Race {
        name: "pci",
        about: "a DPC and a cancel end the same request; the raw driver completes it from three paths",
        start: |machine| {
            let (_card, resources) = card::play(machine);
            let driver = machine.load(&pci::DRIVER).expect("a sample loads");
            opened(driver.add_device_with(&resources).expect("a sample's device starts"))
        },
        scene: |machine, device, file| {
            cancel_elsewhere(machine, device, file, |file| file.begin_write(&card::data(pci::card::PART)));
        },
        mistake: "completed_from_three_paths",
    },
    Race {
        name: "filter",
        about: "a request is cancelled at the next driver; the raw driver does so without a reference",
        start: |machine| {
            let lower = load::keeper(machine);
            let driver = machine.load(&filter::DRIVER).expect("a sample loads");
            opened(driver.add_device_above(&lower).expect("a sample's device starts"))
        },
        scene: |machine, device, file| cancel_elsewhere(machine, device, file, |file| file.begin_read(2)),
        mistake: "cancels_what_it_sent_without_a_reference",
    },
    Race {
        name: "ioctl",
        about: "who waits for a change is cancelled while the control device goes; the raw driver looks at what it has marked",
        start: |machine| {
            let driver = machine.load(&ioctl::DRIVER).expect("a sample loads");
            let device = driver.add_device().expect("a sample's device starts");
            let control = driver.control_devices()[0];
            (device, control.open().expect("a sample's control device opens"))
        },
        scene: |machine, device, file| {
            let wait = |file: &File| file.begin_ioctl(ioctl::AwaitChange::CODE, &0_u32.to_le_bytes(), 8);
            cancel_elsewhere(machine, device, file, wait);
        },
        mistake: "touched_after_marking",
    },
];

fn plain(machine: &Machine, image: &DriverImage) -> (Device, File) {
    let driver = machine.load(image).expect("a sample loads");
    opened(driver.add_device().expect("a sample's device starts"))
}

fn opened(device: Device) -> (Device, File) {
    (device, device.open().expect("a sample's device opens"))
}

/// A request is cancelled by another thread while the device is removed.
fn cancel_elsewhere(machine: &Machine, device: Device, file: File, send: fn(&File) -> wdf_sim::Ticket) {
    let ticket = send(&file);
    let canceller = machine.spawn(move |_| {
        ticket.cancel();
        let _ = ticket.wait();
    });
    device.remove();
    canceller.join();
}

impl Race {
    fn named(name: &str) -> Result<&'static Self, Failure> {
        RACES.iter().find(|race| race.name == name).ok_or_else(|| {
            let known: Vec<&str> = RACES.iter().map(|race| race.name).collect();
            Failure::Usage(format!("no sample is called '{name}'; there are {}", known.join(", ")))
        })
    }

    fn mistake(&self) -> &'static Mistake {
        let mistake = ALL.iter().find(|mistake| mistake.name == self.mistake);
        mistake.expect("a mistake of the library is named")
    }

    fn safe(&'static self) -> impl Fn(&Machine) + Send + Sync + 'static {
        move |machine| {
            let (device, file) = (self.start)(machine);
            (self.scene)(machine, device, file);
        }
    }
}

/// What the exploration of one driver came to.
struct Leg {
    schedules: usize,
    exhausted: bool,
    time: Duration,
    found: Option<(Box<Report>, Option<PathBuf>)>,
    interrupted: bool,
}

impl fmt::Display for Leg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { schedules, exhausted, time, found, interrupted } = self;
        let (seconds, rate) = (time.as_secs_f64(), *schedules as f64 / time.as_secs_f64().max(1e-6));
        let plural = if *schedules == 1 { "" } else { "s" };
        write!(f, "{schedules} schedule{plural} in {seconds:.2} s ({rate:.0} a second), ")?;
        match found {
            Some((report, _)) => write!(f, "found: {}", report.violation.rule.name()),
            None if *exhausted => write!(f, "found nothing, and there are no more"),
            None if *interrupted => write!(f, "found nothing before it was interrupted"),
            None => write!(f, "found nothing"),
        }
    }
}

/// What a race prints.
pub(crate) struct Summary {
    race: &'static Race,
    safe: Option<Leg>,
    raw: Leg,
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { race, safe, raw } = self;
        writeln!(f, "{}: {}", race.name, race.about)?;
        if let Some(safe) = safe {
            writeln!(f, "safe driver  {safe}")?;
        }
        writeln!(f, "raw driver   {raw}")?;
        if let Some((report, path)) = &raw.found {
            writeln!(f, "\n{report}")?;
            match path {
                Some(path) => write!(f, "  story: {}", path.display())?,
                None => write!(f, "  (the story's page could not be written)")?,
            }
        }
        Ok(())
    }
}

/// The names, one a line.
pub(crate) fn list() -> String {
    let widest = RACES.iter().map(|race| race.name.len()).max().unwrap_or_default();
    let line = |race: &Race| format!("{:widest$}  {}", race.name, race.about);
    RACES.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Explores the safe driver and the raw one, or replays a schedule of the raw one.
pub(crate) fn run(arguments: &cli::Race) -> Result<Summary, Failure> {
    let stop = Arc::new(AtomicBool::new(false));
    let asked = Arc::clone(&stop);
    // Without a handler Ctrl-C ends the program, and what was found so far is lost.
    let _ = ctrlc::set_handler(move || asked.store(true, Ordering::Relaxed));
    if let Some(line) = &arguments.replay {
        let (name, schedule) = line.split_once(':').ok_or_else(|| {
            Failure::Usage(format!(
                "'{line}' is no replay line; expected one as a race prints it, as in echo:off:0*13.1"
            ))
        })?;
        let race = Race::named(name)?;
        if arguments.name.as_ref().is_some_and(|given| given != name) {
            return Err(Failure::Usage(format!("the replay line is of '{name}', not of '{}'", race_name(arguments))));
        }
        let world = schedule.split_once(':').map_or("", |(world, _)| world);
        let verifier = match world {
            "off" => wdf_sim::Verifier::Off,
            "on" => wdf_sim::Verifier::On,
            _ => return Err(Failure::Usage(format!("'{line}' does not say whether the verifier is off or on"))),
        };
        let explorer = Explorer::try_replay(schedule).map_err(|error| Failure::Usage(error.to_string()))?;
        let raw = leg("replaying", explorer, verifier, race, Which::Raw, &stop)?;
        return Ok(Summary { race, safe: None, raw });
    }
    let race = Race::named(race_name(arguments))?;
    let verifier = arguments.verifier.into();
    let exhaustive = Explorer::exhaustive(arguments.preemptions).reduced(Memory::Marked);
    let safe = leg("safe driver", exhaustive.clone(), verifier, race, Which::Safe, &stop)?;
    if let Some((report, _)) = safe.found {
        return Err(Failure::Rule(report));
    }
    let explorer = Explorer::random(arguments.seed, arguments.schedules);
    let raw = leg("raw driver", explorer, verifier, race, Which::Raw, &stop)?;
    if raw.found.is_some() && std::io::stdout().is_terminal() {
        show(&raw);
    }
    Ok(Summary { race, safe: Some(safe), raw })
}

fn race_name(arguments: &cli::Race) -> &str {
    arguments.name.as_deref().unwrap_or(RACES[0].name)
}

/// Opens the story in a browser, where there is one.
fn show(leg: &Leg) {
    if let Some((_, Some(path))) = &leg.found {
        // Its place is printed in any case.
        let _ = open::that_detached(path);
    }
}

/// Which of the two drivers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    Safe,
    Raw,
}

/// Explores one driver.
fn leg(
    what: &'static str,
    explorer: Explorer,
    verifier: wdf_sim::Verifier,
    race: &'static Race,
    which: Which,
    stop: &Arc<AtomicBool>,
) -> Result<Leg, Failure> {
    let style = ProgressStyle::with_template("{spinner} {prefix}: {pos} schedules, {per_sec}, {msg}");
    let progress = ProgressBar::new_spinner()
        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()))
        .with_prefix(what);
    if progress.is_hidden() {
        eprintln!("exploring: {what}");
    }
    let schedules = Arc::new(AtomicUsize::new(0));
    let began = Instant::now();
    let explorer = {
        let (progress, stop, schedules) = (progress.clone(), Arc::clone(stop), Arc::clone(&schedules));
        explorer.verifier(verifier).watch(move |seen| {
            schedules.store(seen.schedules, Ordering::Relaxed);
            progress.set_position(seen.schedules as u64);
            progress.set_message(format!("depth {}, found 0", seen.depth));
            if stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })
    };
    let result = match which {
        Which::Safe => explorer.explore(race.safe()),
        Which::Raw => {
            let scenario = race.mistake().scenario;
            explorer.explore(on_machine(verifier, move |world| scenario(world, Driver::Faulty)))
        }
    };
    progress.finish_and_clear();
    let time = began.elapsed();
    let interrupted = stop.load(Ordering::Relaxed);
    match result {
        Ok(explored) => {
            let (schedules, exhausted) = (explored.schedules, explored.exhausted);
            Ok(Leg { schedules, exhausted, time, found: None, interrupted })
        }
        Err(Stopped::Broken(mut report)) => {
            report.test = Some(format!("race-{}", race.name));
            let replay = format!("{}:{}", race.name, report.replay());
            report.again = Some(format!("cargo run --release -p samples -- race --replay '{replay}'"));
            let path = report.write_page().ok();
            Ok(Leg { schedules: report.schedules, exhausted: false, time, found: Some((report, path)), interrupted })
        }
        Err(Stopped::Misfit(text)) => Err(Failure::Usage(text)),
    }
}

impl Summary {
    /// Whether the exploration was interrupted before it found what it looked for.
    pub(crate) fn was_interrupted(&self) -> bool {
        self.raw.found.is_none() && (self.raw.interrupted || self.safe.as_ref().is_some_and(|safe| safe.interrupted))
    }
}
