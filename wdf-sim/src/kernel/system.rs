//! What a driver has of the system's own: handles, threads, counted objects, work items, and what must be given back.
//!
//! Beside `nt/`, which has what threads wait for. A thread's object, a work item and an MDL are known by their
//! addresses; the memory that the system allocates for a driver is kept here, so its bytes are the driver's to touch and
//! never trusted.
//!
//! Key types: [`System`], [`WorkItem`], [`Kept`]. Facts: the pages of `PsCreateSystemThread`, `ObReferenceObjectByHandle`,
//! `IoAllocateWorkItem`, `ExInitializeResourceLite`; bug checks 0xCE and 0xE4.

use std::collections::BTreeMap;

use super::irp::Block;
use super::nt::Dispatcher;
use super::object::Kind;
use super::thread::{Role, Wait};
use super::{Job, Kernel, Result};
use crate::trace::ThreadId;
use crate::violation::{BugCheck, Outcome, Rule, Violation};

/// How many processors the machine seems to have.
pub(crate) const PROCESSORS: u32 = 2;
/// The process that the application's threads belong to.
pub(crate) const APPLICATION: u32 = 0x1000;
/// `DRIVER_UNLOADED_WITHOUT_CANCELLING_PENDING_OPERATIONS`.
const UNLOADED_WITHOUT_CANCELLING: u32 = 0xCE;
/// `WORKER_INVALID`.
const WORKER_INVALID: u32 = 0xE4;
/// Where the made-up addresses of thread objects begin; nothing is there to be read.
const THREADS: usize = 0xFFFF_C000_0000_0000;
/// The made-up address of every key's object.
const KEY: usize = 0xFFFF_C800_0000_0000;
/// How far thread objects are from each other.
const THREAD_SIZE: usize = 0x1000;
/// The first handle, and the distance between two: kernel handles have the highest bit set.
const HANDLES: usize = 0xFFFF_FFFF_8000_0000;

/// What a driver has of the system's own.
#[derive(Debug, Default)]
pub(crate) struct System {
    /// The object that each open handle names.
    handles: BTreeMap<usize, usize>,
    /// The path of each key that is open, by its handle.
    keys: BTreeMap<usize, String>,
    last_handle: usize,
    /// References that the driver took, by object.
    references: BTreeMap<usize, usize>,
    work_items: BTreeMap<usize, WorkItem>,
    /// What was initialised or allocated and must be given back, by address.
    kept: BTreeMap<usize, Kept>,
    /// Device memory that was looked at, by where it begins.
    device_memory: BTreeMap<u64, Block>,
    /// What was looked at before somebody looked at more of it: it may still be mapped.
    outgrown: Vec<Block>,
}

/// Which routine a work item runs, and with what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct WorkItem {
    /// The device or driver object, 0 for a `WORK_QUEUE_ITEM`.
    pub(crate) object: usize,
    pub(crate) routine: usize,
    pub(crate) context: usize,
    pub(crate) form: Form,
    pub(crate) queued: bool,
}

/// The signature of a work item's routine.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Form {
    /// `IO_WORKITEM_ROUTINE`: object, context.
    #[default]
    Io,
    /// `IO_WORKITEM_ROUTINE_EX`: object, context, item.
    IoEx,
    /// `WORKER_THREAD_ROUTINE`: context.
    Executive,
}

/// Something that must be given back.
#[derive(Debug)]
pub(crate) struct Kept {
    /// What it is, for a report.
    pub(crate) what: &'static str,
    /// Its memory, where the system allocated it.
    memory: Block,
}

/// What is mapped, for a report.
pub(crate) const MAPPING: &str = "mapping of device memory";

/// The address of a thread's object.
pub(crate) fn thread_object(thread: ThreadId) -> usize {
    THREADS + (thread.0 as usize + 1) * THREAD_SIZE
}

/// The thread whose object this is.
fn thread_of(object: usize) -> Option<ThreadId> {
    let offset = object.checked_sub(THREADS)?;
    let number = (offset / THREAD_SIZE).checked_sub(1)?;
    (offset % THREAD_SIZE == 0).then_some(ThreadId(u32::try_from(number).ok()?))
}

impl Kernel {
    /// The thread whose object an address is, if it is one of this machine's.
    pub(crate) fn thread_with_object(&self, object: usize) -> Option<ThreadId> {
        thread_of(object).filter(|thread| (thread.0 as usize) < self.threads.len())
    }

    /// A handle for a system thread.
    pub(crate) fn handle_of_thread(&mut self, thread: ThreadId) -> usize {
        self.open_handle(thread_object(thread))
    }

    /// A new system thread can be waited for.
    pub(crate) fn begin_thread(&mut self, thread: ThreadId) {
        self.nt_init(thread_object(thread), Dispatcher::Thread { thread, ended: false });
    }

    /// A handle for an object.
    pub(crate) fn open_handle(&mut self, object: usize) -> usize {
        self.system.last_handle += 4;
        let handle = HANDLES + self.system.last_handle;
        self.system.handles.insert(handle, object);
        handle
    }

    /// The object of a handle.
    pub(crate) fn object_of_handle(&self, handle: usize) -> Option<usize> {
        self.system.handles.get(&handle).copied()
    }

    /// `ZwClose`: whether there was such a handle.
    pub(crate) fn close_handle(&mut self, handle: usize) -> bool {
        self.system.keys.remove(&handle);
        self.system.handles.remove(&handle).is_some()
    }

    /// A handle for a key of the registry.
    pub(crate) fn open_key_handle(&mut self, path: String) -> usize {
        let handle = self.open_handle(KEY);
        self.system.keys.insert(handle, path);
        handle
    }

    /// The path of an open key: one that was opened with a routine of the kernel, or a `WDFKEY`'s own handle.
    pub(crate) fn key_of_handle(&self, handle: usize) -> Option<String> {
        let opened = self.system.keys.get(&handle).cloned();
        opened.or_else(|| {
            let id = self.objects.resolve(!handle, Kind::RegKey).ok()?;
            Some(self.objects.reg_key(id).path.clone())
        })
    }

    /// `ObReferenceObject`: how many references there are now.
    pub(crate) fn reference_system_object(&mut self, object: usize) -> usize {
        let count = self.system.references.entry(object).or_default();
        *count += 1;
        *count
    }

    /// `ObDereferenceObject`: how many references are left; one that was not taken cannot be dropped.
    pub(crate) fn dereference_system_object(&mut self, routine: &str, object: usize) -> Result<usize> {
        match self.system.references.get_mut(&object) {
            Some(count) if *count > 1 => {
                *count -= 1;
                Ok(*count)
            }
            Some(_) => {
                self.system.references.remove(&object);
                Ok(0)
            }
            None => {
                let text = format!("{routine}: the driver holds no reference to the object at {object:#x}");
                Err(Violation::undefined(Rule::ObjectDeletedByDereference, text))
            }
        }
    }

    /// A work item that can be queued.
    pub(crate) fn add_work_item(&mut self, address: usize, object: usize) {
        self.system.work_items.insert(address, WorkItem { object, ..WorkItem::default() });
    }

    /// Queues a work item: one that is no work item, or is queued already, corrupts the list of work.
    pub(crate) fn queue_work_item(&mut self, routine: &str, address: usize, what: WorkItem) -> Result<()> {
        let item = match self.system.work_items.get_mut(&address) {
            Some(item) => item,
            // The header's macro ExInitializeWorkItem writes the item, and calls nobody.
            None if what.form == Form::Executive => self.system.work_items.entry(address).or_default(),
            None => {
                let text = format!("{routine}: there is no work item at {address:#x}");
                return Err(Violation::undefined(Rule::KernelObjectNotInitialized, text));
            }
        };
        if item.queued {
            let bug_check = BugCheck { code: WORKER_INVALID, parameters: [1, address as u64, 0, 0] };
            let text = format!("{routine}: the work item at {address:#x} is queued already");
            return Err(Violation::new(Rule::WorkItemMisused, Outcome::BugCheck(bug_check), text));
        }
        *item = WorkItem { queued: true, object: if what.object == 0 { item.object } else { what.object }, ..what };
        self.work.push_back(Job::KernelWorkItem(address));
        Ok(())
    }

    /// A worker takes a work item, which can be queued again, or freed, from here on.
    pub(crate) fn begin_work_item(&mut self, address: usize) -> WorkItem {
        let Some(item) = self.system.work_items.get_mut(&address) else { return WorkItem::default() };
        item.queued = false;
        let taken = *item;
        if taken.form == Form::Executive {
            self.system.work_items.remove(&address);
        }
        taken
    }

    /// `IoFreeWorkItem`, `IoUninitializeWorkItem`.
    pub(crate) fn remove_work_item(&mut self, routine: &str, address: usize) -> Result<()> {
        match self.system.work_items.remove(&address) {
            Some(item) if item.queued => {
                let bug_check = BugCheck { code: WORKER_INVALID, parameters: [0, address as u64, 0, 0] };
                let text = format!("{routine}: the work item at {address:#x} is queued");
                Err(Violation::new(Rule::WorkItemMisused, Outcome::BugCheck(bug_check), text))
            }
            Some(_) => Ok(()),
            None => {
                let text = format!("{routine}: there is no work item at {address:#x}");
                Err(Violation::undefined(Rule::KernelObjectNotInitialized, text))
            }
        }
    }

    /// Memory that the system allocates for a driver, as something that must be given back.
    pub(crate) fn keep(&mut self, what: &'static str, size: usize) -> usize {
        let mut memory = Block::zeroed(size.max(1));
        let address = memory.address();
        self.system.kept.insert(address, Kept { what, memory });
        address
    }

    /// Something in the driver's memory that must be given back.
    pub(crate) fn keep_at(&mut self, what: &'static str, address: usize) {
        self.system.kept.insert(address, Kept { what, memory: Block::default() });
    }

    /// Whether something of this kind is at an address.
    pub(crate) fn is_kept(&self, what: &str, address: usize) -> bool {
        self.system.kept.get(&address).is_some_and(|kept| kept.what == what)
    }

    /// Whether something of this kind is at an address; that there is none is an error.
    pub(crate) fn expect_kept(&self, routine: &str, what: &str, address: usize) -> Result<()> {
        if self.is_kept(what, address) {
            return Ok(());
        }
        let text = format!("{routine}: there is no {what} at {address:#x}");
        Err(Violation::undefined(Rule::KernelObjectNotInitialized, text))
    }

    /// Something is given back.
    pub(crate) fn give_back(&mut self, routine: &str, what: &str, address: usize) -> Result<()> {
        self.expect_kept(routine, what, address)?;
        let kept = self.system.kept.remove(&address);
        debug_assert!(kept.is_some_and(|kept| kept.memory.len() > 0 || address != 0));
        Ok(())
    }

    /// A driver touches device memory at an address: a mapping must have begun between there and the begin of the device.
    pub(crate) fn check_mapped(&self, base: usize, address: usize) -> Result<()> {
        if self.system.kept.range(base..=address).any(|(_, kept)| kept.what == MAPPING) {
            return Ok(());
        }
        let text = format!("a register of a device is touched that is not mapped (any more), at {address:#x}");
        Err(Violation::undefined(Rule::KernelObjectNotInitialized, text))
    }

    /// Where device memory lies that is at this physical address: zeros, until the driver or the test writes there. A
    /// mapping that is longer than those before has memory of its own, which begins as theirs is.
    pub(crate) fn device_memory(&mut self, start: u64, length: usize) -> usize {
        let before = self.system.device_memory.range_mut(..=start).next_back();
        if let Some((begin, block)) = before {
            let offset = usize::try_from(start - begin).unwrap_or(usize::MAX);
            if offset.checked_add(length).is_some_and(|end| end <= block.len()) {
                return block.address() + offset;
            }
        }
        let mut block = Block::zeroed(length);
        let address = block.address();
        let outgrown = self.system.device_memory.remove(&start);
        block.write(&outgrown.as_ref().map_or_else(Vec::new, |before| before.bytes(before.len())));
        self.system.device_memory.insert(start, block);
        self.system.outgrown.extend(outgrown);
        address
    }

    /// The last driver was unloaded, and its code is gone: nothing may be about to run in it.
    pub(crate) fn check_unloaded(&self) -> Result<()> {
        let still = |thread: &super::thread::Thread| thread.role == Role::System && thread.wait != Wait::Ended;
        let what = if let Some(number) = self.threads.iter().position(still) {
            format!("its system thread t{number} has not ended")
        } else if let Some(Job::KernelWorkItem(address)) =
            self.work.iter().find(|job| matches!(job, Job::KernelWorkItem(_)))
        {
            format!("its work item at {address:#x} is queued")
        } else if let Some(address) = self.nt_armed_with_dpc() {
            format!("its timer at {address:#x} is armed, with a DPC")
        } else {
            return Ok(());
        };
        let bug_check = BugCheck { code: UNLOADED_WITHOUT_CANCELLING, parameters: [0; 4] };
        let text = format!("the driver was unloaded while {what}");
        Err(Violation::new(Rule::UnloadedWhilePending, Outcome::BugCheck(bug_check), text))
    }

    /// At the end of a run nothing may be left.
    pub(crate) fn check_system(&self) -> Result<()> {
        let leak = |text| Err(Violation::new(Rule::KernelObjectLeaked, Outcome::Leak, text));
        if let Some((handle, _)) = self.system.handles.first_key_value() {
            return leak(format!("the handle {handle:#x} was not closed"));
        }
        if let Some((address, _)) = self.system.work_items.first_key_value() {
            return leak(format!("the work item at {address:#x} was not freed"));
        }
        if let Some(address) = self.wdm.made.first() {
            return leak(format!("the IRP at {address:#x} was not freed"));
        }
        if let Some((address, kept)) = self.system.kept.first_key_value() {
            return leak(format!("the {} at {address:#x} was not given back", kept.what));
        }
        if let Some((object, _)) = self.system.references.first_key_value() {
            let text = format!("a reference to the object at {object:#x} was taken and not dropped");
            return Err(Violation::new(Rule::ReferenceLeaked, Outcome::Leak, text));
        }
        Ok(())
    }
}
