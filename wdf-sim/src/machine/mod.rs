//! The test's side of a machine: loading a driver, adding its device, opening it, sending I/O, taking the device away.
//!
//! Row 3 of the simulator. What is here runs on the threads of the test, which stand for applications and for the PnP
//! manager; the driver cannot tell the difference. A file for each thing that a test has in its hands.
//!
//! Key types: [`Machine`], [`Thread`]; [`Driver`], [`Device`], [`File`], [`Ticket`], [`Completion`].

mod device;
mod device_interface;
mod driver;
mod file;
mod guard;
mod hardware;
mod lower;
mod processor;
mod registry;

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use wdf_sim_sys::NTSTATUS;
use wdf_sim_sys::sim::DriverImage;

use crate::exec::{self, block, me, with};
use crate::kernel::object::Id;
use crate::kernel::thread::{Role, Wait};
use crate::kernel::{Counts, status};
use crate::touch::{Mode, Place, touch};
use crate::trace::{Event, Step, ThreadId};
use crate::violation::{Outcome as Failure, Rule, Violation};

pub use self::device::Device;
pub use self::device_interface::DeviceInterface;
pub use self::driver::Driver;
pub use self::file::{Completion, File, Ticket};
pub(crate) use self::guard::{guard, take_panic};
pub use self::hardware::{Hardware, Resources};
pub use self::lower::{Arrival, Lower, Major};
pub use self::processor::Access;
pub use self::registry::RegistryValue;

/// Units of 100 nanoseconds in a second.
const PER_SECOND: u64 = 10_000_000;

/// An `NTSTATUS` that is not a success.
#[derive(Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", status::shown(self.0))]
pub struct Status(pub NTSTATUS);

/// As it stands in the message of a test's `unwrap`.
impl fmt::Debug for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Status({self})")
    }
}

/// What a device that is gone is answered with.
pub(crate) const GONE: Status = Status(wdf_sim_sys::STATUS_NO_SUCH_DEVICE);

/// The machine that a test's body runs on.
pub struct Machine {
    /// It is the machine of this OS thread, and only of this one.
    _here: PhantomData<*const ()>,
}

impl fmt::Debug for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Machine").finish_non_exhaustive()
    }
}

impl Machine {
    pub(crate) const fn new() -> Self {
        Self { _here: PhantomData }
    }

    /// The machine that the calling thread belongs to, for a test's code that was not handed it.
    #[must_use]
    pub fn current() -> Option<Self> {
        exec::is_running().then_some(Self::new())
    }

    /// Ends the run, because something is not as the test expects it; [`Explorer::check`](crate::Explorer::check)
    /// returns the report. Unlike a panic it unwinds nothing, so it can be called below frames of C.
    pub fn fail(&self, text: impl Into<String>) -> ! {
        exec::stop(Violation::new(Rule::TestFailed, Failure::Leak, text));
    }

    /// Loads a driver: calls its `DriverEntry`.
    ///
    /// # Errors
    ///
    /// The status that `DriverEntry` returned.
    pub fn load(&self, image: &DriverImage) -> Result<Driver, Status> {
        let driver = exec::driver::load(image).map_err(Status)?;
        Ok(Driver { id: driver, serial: serial_of(driver) })
    }

    /// The system goes down: control devices that asked for it are told (`EvtDeviceShutdownNotification`).
    pub fn system_shutdown(&self) {
        exec::control::notify_shutdown();
    }

    /// The virtual time since the run began.
    #[must_use]
    pub fn now(&self) -> Duration {
        let now = with(|kernel| *kernel.now);
        Duration::new(now / PER_SECOND, u32::try_from(now % PER_SECOND * 100).expect("less than a second"))
    }

    /// Waits until so much virtual time has passed.
    pub fn sleep(&self, time: Duration) {
        let time = u64::try_from(time.as_nanos() / 100).unwrap_or(u64::MAX);
        let until = with(|kernel| kernel.now.saturating_add(time));
        block(Wait::Time(until));
    }

    /// Starts another thread of the application. The run ends only when all have.
    pub fn spawn(&self, body: impl FnOnce(&Machine) + Send + 'static) -> Thread {
        Thread(exec::spawn(Role::Application, Wait::Nothing, move || guard(move || body(&Machine::new()))))
    }

    /// Lets other threads run here, as they could anywhere in a real application.
    pub fn yield_now(&self) {
        exec::point();
    }

    /// Numbers of what has happened so far.
    #[must_use]
    pub fn counts(&self) -> Counts {
        with(|kernel| {
            touch(Place::World, Mode::Write);
            kernel.counts
        })
    }

    /// What has happened so far, oldest first.
    #[must_use]
    pub fn trace(&self) -> Vec<Event> {
        with(|kernel| {
            touch(Place::World, Mode::Write);
            kernel.trace.events().to_vec()
        })
    }

    /// The verifier's breaks so far that were continued.
    #[must_use]
    pub fn breaks(&self) -> Vec<Violation> {
        with(|kernel| {
            touch(Place::World, Mode::Write);
            kernel.breaks.clone()
        })
    }

    /// From here on the system has no memory for requests of the framework, or has it again: new I/O fails, but on queues that
    /// guarantee forward progress.
    pub fn set_low_memory(&self, low: bool) {
        with(|kernel| {
            touch(Place::World, Mode::Write);
            kernel.low_memory = low;
        });
    }

    /// Writes into the trace.
    pub fn note(&self, text: impl Into<String>) {
        with(|kernel| kernel.note(me(), Step::Note(text.into())));
    }

    /// Looks through the machine's own books: lists, owners, counts, references. For tests of the simulator itself;
    /// between any two calls they are in order, whatever the driver did.
    ///
    /// # Errors
    ///
    /// What is wrong.
    pub fn audit(&self) -> Result<(), String> {
        with(|kernel| kernel.audit())
    }

    /// How many objects of the framework exist.
    #[must_use]
    pub fn objects(&self) -> usize {
        with(|kernel| kernel.objects.len())
    }
}

fn serial_of(id: Id) -> u32 {
    with(|kernel| kernel.objects.get(id).serial)
}

/// A thread of the application.
#[derive(Debug)]
pub struct Thread(ThreadId);

impl Thread {
    /// Waits for its end.
    pub fn join(self) {
        block(Wait::Thread(self.0));
    }
}
