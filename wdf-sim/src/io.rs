//! The test's side of a machine: loading a driver, adding its device, opening it, sending I/O, taking the device away.
//!
//! Row 3 of the simulator. What is here runs on the threads of the test, which stand for applications and for the PnP
//! manager; the driver cannot tell the difference.
//!
//! Key types: [`Machine`], [`Driver`], [`Device`], [`File`], [`Ticket`], [`Completion`].

use std::fmt;
use std::marker::PhantomData;
use std::mem;
use std::time::Duration;

use wdf_sim_sys::sim::DriverImage;
use wdf_sim_sys::{NT_SUCCESS, NTSTATUS, STATUS_INVALID_HANDLE};

use crate::exec::io::{Call, Outcome};
use crate::exec::{self, block, me, with};
use crate::kernel::device::Pnp;
use crate::kernel::irp::{IrpId, Major};
use crate::kernel::object::Id;
use crate::kernel::status;
use crate::kernel::thread::{Role, Wait};
use crate::kernel::{Counts, Kernel};
use crate::lower::Lower;
use crate::run::guard;
use crate::touch::{Mode, Place, touch};
use crate::trace::{Event, Step, ThreadId};
use crate::violation::{Outcome as Failure, Rule, Violation};

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
        let driver = exec::pnp::load(image).map_err(Status)?;
        Ok(Driver { id: driver, serial: serial_of(driver) })
    }

    /// The system goes down: control devices that asked for it are told (`EvtDeviceShutdownNotification`).
    pub fn system_shutdown(&self) {
        exec::pnp::notify_shutdown();
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

/// A loaded driver.
#[derive(Clone, Copy, Debug)]
pub struct Driver {
    pub(crate) id: Id,
    serial: u32,
}

impl Driver {
    /// A device for the driver appeared: `EvtDriverDeviceAdd`, and the device's start.
    ///
    /// # Errors
    ///
    /// The status with which the driver refused the device or its start.
    ///
    /// # Panics
    ///
    /// If the driver has been unloaded.
    pub fn add_device(&self) -> Result<Device, Status> {
        self.add(|driver| exec::pnp::add_device(driver, Vec::new(), 0))
    }

    /// As [`add_device`](Self::add_device), above a driver that the test plays: what the device's driver sends to its local
    /// target comes there.
    ///
    /// # Errors
    ///
    /// The status with which the driver refused the device or its start.
    ///
    /// # Panics
    ///
    /// If the driver has been unloaded.
    pub fn add_device_above(&self, lower: &Lower) -> Result<Device, Status> {
        self.add(|driver| exec::pnp::add_device(driver, Vec::new(), lower.number))
    }

    pub(crate) fn add(&self, add: impl FnOnce(Id) -> Result<Id, NTSTATUS>) -> Result<Device, Status> {
        self.expect_loaded();
        let device = add(self.id).map_err(Status)?;
        Ok(Device { id: device, serial: serial_of(device) })
    }

    /// Unloads the driver.
    ///
    /// # Panics
    ///
    /// If it has been unloaded, or has devices: those are removed first.
    pub fn unload(self) {
        self.expect_loaded();
        let has_devices = with(|kernel| kernel.has_devices(self.id));
        assert!(!has_devices, "a driver is unloaded when its devices are removed");
        exec::pnp::unload(self.id);
    }

    /// The control devices that the driver has created and not deleted, in the order of their creation.
    ///
    /// # Panics
    ///
    /// If the driver has been unloaded.
    #[must_use]
    pub fn control_devices(&self) -> Vec<Device> {
        self.expect_loaded();
        let devices = with(|kernel| kernel.control_devices(self.id));
        devices.into_iter().map(|id| Device { id, serial: serial_of(id) }).collect()
    }

    fn expect_loaded(self) {
        assert!(with(|kernel| kernel.objects.is_live(self.id, self.serial)), "the driver has been unloaded");
    }
}

/// A device.
#[derive(Clone, Copy, Debug)]
pub struct Device {
    pub(crate) id: Id,
    serial: u32,
}

impl Device {
    /// Opens it.
    ///
    /// # Errors
    ///
    /// The status with which the open failed, if the device is removed for instance.
    pub fn open(&self) -> Result<File, Status> {
        exec::fault::settle();
        if !self.is_present() {
            return Err(GONE);
        }
        let file = exec::fault::apart(|| exec::io::open(self.id, self.serial)).map_err(Status)?;
        Ok(File { id: file, serial: serial_of(file), device: *self })
    }

    /// Whether it has not been removed.
    #[must_use]
    pub fn is_present(&self) -> bool {
        with(|kernel| self.is_there(kernel))
    }

    pub(crate) fn is_there(&self, kernel: &Kernel) -> bool {
        kernel.objects.is_live(self.id, self.serial) && kernel.objects.device(self.id).state != Pnp::Removed
    }

    /// The devices that its driver found behind it and the PnP manager started, as bus drivers do; in the order in which they
    /// were added. What an application sends to a child, the bus driver gets on that child's queues, as for a raw device.
    /// A device that is gone has none.
    #[must_use]
    pub fn children(&self) -> Vec<Device> {
        if !self.settled() {
            return Vec::new();
        }
        exec::children::alone(self.id, || exec::children::enumerate(self.id));
        with(|kernel| {
            let there = self.is_there(kernel);
            let children = if there { kernel.present_children(self.id) } else { Vec::new() };
            children.into_iter().map(|id| Device { id, serial: kernel.objects.get(id).serial }).collect()
        })
    }

    /// Whether there is something to be done: another thread of the test, the driver or a fault may have been faster.
    fn settled(self) -> bool {
        exec::fault::settle();
        self.is_present()
    }

    /// Leaves D0: the system sleeps. Nothing happens to a device that is gone.
    pub fn suspend(&self) {
        if self.settled() {
            exec::fault::apart(|| exec::pnp::suspend(self.id));
        }
    }

    /// Back to D0.
    ///
    /// # Errors
    ///
    /// The status with which the driver failed to power up; the device is then removed. `STATUS_NO_SUCH_DEVICE` if it was
    /// gone.
    pub fn resume(&self) -> Result<(), Status> {
        if !self.settled() {
            return Err(GONE);
        }
        exec::fault::apart(|| exec::pnp::resume(self.id)).map_err(Status)
    }

    /// Stops it if its driver does not mind, as when the system gives its resources to others: it leaves D0, loses its
    /// hardware, and what comes waits.
    ///
    /// # Errors
    ///
    /// The status with which its driver refused (`EvtDeviceQueryStop`), or `STATUS_INVALID_DEVICE_STATE` while the driver has said
    /// that it cannot be stopped (`WdfDeviceSetStaticStopRemove`); the device goes on. `STATUS_NO_SUCH_DEVICE` if it was gone.
    pub fn stop(&self) -> Result<(), Status> {
        if !self.settled() {
            return Err(GONE);
        }
        exec::fault::apart(|| exec::rebalance::stop(self.id)).map_err(Status)
    }

    /// Starts it again after a [`stop`](Self::stop), with the resources that it had; nothing if it is not stopped.
    ///
    /// # Errors
    ///
    /// The status with which the driver failed to start; the device is then removed. `STATUS_NO_SUCH_DEVICE` if it was gone.
    pub fn start(&self) -> Result<(), Status> {
        if !self.settled() {
            return Err(GONE);
        }
        exec::fault::apart(|| exec::rebalance::start_again(self.id)).map_err(Status)
    }

    /// Removes it if nobody minds: its own driver (`EvtDeviceQueryRemove`), then drivers that have it open as a target,
    /// are asked first.
    ///
    /// # Errors
    ///
    /// The status with which one of them refused; the device stays. `STATUS_NO_SUCH_DEVICE` if it was gone.
    pub fn try_remove(self) -> Result<(), Status> {
        if !self.settled() {
            return Err(GONE);
        }
        for ask in [exec::rebalance::query_remove, exec::remote::query_remove] {
            ask(self.id).map_err(Status)?;
            // Callbacks have run, and other threads.
            if !self.is_present() {
                return Err(GONE);
            }
        }
        exec::pnp::remove(self.id);
        Ok(())
    }

    /// Removes it, as when the user disables it. Nothing happens if it is gone already.
    pub fn remove(self) {
        if self.settled() {
            exec::fault::apart(|| exec::pnp::remove(self.id));
        }
    }

    /// Removes it as when it is pulled out. Nothing happens if it is gone already.
    pub fn surprise_remove(self) {
        if self.settled() {
            exec::fault::apart(|| exec::pnp::surprise_remove(self.id));
        }
    }
}

/// An open handle. Dropping it does not close it; the device's removal does.
///
/// What is sent with a handle that is closed is answered with `STATUS_INVALID_HANDLE`, what is sent to a device that is gone
/// with `STATUS_NO_SUCH_DEVICE`; the driver sees neither.
#[derive(Clone, Copy, Debug)]
pub struct File {
    id: Id,
    serial: u32,
    device: Device,
}

impl File {
    fn send(self, call: &Call<'_>) -> Ticket {
        exec::point();
        // A file goes with its device, at the latest; another thread, the driver or a fault may have been faster.
        if with(|kernel| kernel.is_open(self.id, self.serial)) {
            return Ticket { irp: exec::io::send(self.device.id, Some(self.id), call) };
        }
        let status = if self.device.is_present() { STATUS_INVALID_HANDLE } else { GONE.0 };
        Ticket { irp: exec::io::refuse(call, status) }
    }

    /// Whether it was not closed, nor its device removed.
    #[must_use]
    pub fn is_open(&self) -> bool {
        with(|kernel| self.device.is_there(kernel) && kernel.is_open(self.id, self.serial))
    }

    /// Reads at most so many bytes, and waits.
    #[must_use]
    pub fn read(&self, length: usize) -> Completion {
        self.begin_read(length).wait()
    }

    /// Begins to read.
    pub fn begin_read(&self, length: usize) -> Ticket {
        self.send(&Call { output_length: length, ..Call::plain(Major::Read) })
    }

    /// Writes, and waits.
    #[must_use]
    pub fn write(&self, bytes: &[u8]) -> Completion {
        self.begin_write(bytes).wait()
    }

    /// Begins to write.
    pub fn begin_write(&self, bytes: &[u8]) -> Ticket {
        self.send(&Call { input: bytes, ..Call::plain(Major::Write) })
    }

    /// Sends a device control code with its input, and waits for at most so many bytes of output.
    #[must_use]
    pub fn ioctl(&self, code: u32, input: &[u8], output_length: usize) -> Completion {
        self.begin_ioctl(code, input, output_length).wait()
    }

    /// Begins a device control.
    pub fn begin_ioctl(&self, code: u32, input: &[u8], output_length: usize) -> Ticket {
        self.send(&Call { ioctl: code, input, output_length, ..Call::plain(Major::DeviceControl) })
    }

    /// Begins a device control whose second buffer brings data, as with METHOD_IN_DIRECT.
    #[must_use]
    pub fn begin_ioctl_with(&self, code: u32, input: &[u8], data: &[u8]) -> Ticket {
        let call = Call { ioctl: code, input, output_length: data.len(), data, ..Call::plain(Major::DeviceControl) };
        self.send(&call)
    }

    /// Sends a device control whose second buffer brings data, as with METHOD_IN_DIRECT, and waits.
    #[must_use]
    pub fn ioctl_with(&self, code: u32, input: &[u8], data: &[u8]) -> Completion {
        self.begin_ioctl_with(code, input, data).wait()
    }

    /// Sends an internal device control, as another driver would, and waits.
    #[must_use]
    pub fn internal_ioctl(&self, code: u32, input: &[u8], output_length: usize) -> Completion {
        self.begin_internal_ioctl(code, input, output_length).wait()
    }

    /// Begins an internal device control.
    pub fn begin_internal_ioctl(&self, code: u32, input: &[u8], output_length: usize) -> Ticket {
        self.send(&Call { ioctl: code, input, output_length, ..Call::plain(Major::InternalDeviceControl) })
    }

    /// Closes the handle: what waits for it in queues is cancelled. Nothing happens if it is closed already.
    pub fn close(self) {
        exec::fault::settle();
        if self.is_open() {
            exec::fault::apart(|| exec::io::close(self.id, self.serial));
        }
    }
}

/// An I/O request that was sent. Dropping it leaves the request alone.
#[derive(Debug)]
pub struct Ticket {
    irp: IrpId,
}

impl Ticket {
    /// Asks for the request to be cancelled; true if something was there to be asked. The request may still be
    /// completed with any status, or not be completed for long.
    pub fn cancel(&self) -> bool {
        exec::point();
        exec::request::cancel_irp(self.irp)
    }

    /// Whether the request is completed.
    #[must_use]
    pub fn is_completed(&self) -> bool {
        exec::io::is_completed(self.irp)
    }

    /// Waits for the request's completion.
    #[must_use]
    pub fn wait(self) -> Completion {
        let Outcome { status, information, output } = exec::io::wait(self.irp);
        mem::forget(self);
        Completion { status, information, output }
    }

    /// Waits for the request's completion, and keeps the ticket: others can wait for it too.
    #[must_use]
    pub fn outcome(&self) -> Completion {
        let Outcome { status, information, output } = exec::io::outcome(self.irp);
        Completion { status, information, output }
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        exec::io::detach(self.irp);
    }
}

/// How an I/O request ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// Its status.
    pub status: NTSTATUS,
    /// Its information: mostly the number of bytes.
    pub information: usize,
    /// What the caller got.
    pub output: Vec<u8>,
}

impl Completion {
    /// Whether the status is a success.
    #[must_use]
    pub fn is_success(&self) -> bool {
        NT_SUCCESS(self.status)
    }
}
