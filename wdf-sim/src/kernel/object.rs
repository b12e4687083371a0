//! Framework objects: the tree, references, contexts, and what a handle is.
//!
//! Bottom of the kernel: every other file of it keeps its state in an [`Object`]'s [`Body`]. Deleting runs in steps
//! (`exec/object.rs` calls the driver between them), so what is here only moves an object from one [`Life`] to the next.
//!
//! A handle is the object's address with all but the lowest three bits inverted, as in the framework. The addresses
//! are made up: nothing is ever read through a handle, so a stale one is found and not followed.
//!
//! Key types: [`Objects`], [`Object`], [`Id`]. Facts: `fxobject.hpp`, `fxobjectstatemachine.cpp`.

use std::collections::VecDeque;

use bitflags::bitflags;
use wdf_sim_sys::{PFN_WDF_OBJECT_CONTEXT_CLEANUP, PFN_WDF_OBJECT_CONTEXT_DESTROY};

use super::collection::Collection;
use super::device::Device;
use super::dpc::Dpc;
use super::driver::Driver;
use super::file::File;
use super::interrupt::Interrupt;
use super::lock::Lock;
use super::memory::{Lookaside, Memory};
use super::queue::Queue;
use super::registry::RegKey;
use super::request::Request;
use super::resource::CmResList;
use super::string::Text;
use super::target::IoTarget;
use super::timer::Timer;
use super::wmi::{WmiInstance, WmiProvider};
use super::workitem::WorkItem;
use super::{Level, Result, Scope, append};
use crate::touch::{self, Mode, Name, Place, touch};
use crate::trace::Subject;
use crate::violation::{Rule, Violation};

/// Where the made-up object addresses begin; they look like those of a kernel's pool.
const BASE: usize = 0xFFFF_A000_0000_0000;
/// Distance between two objects' addresses.
const STRIDE: usize = 64;
/// A slot is used again only after this many others were freed, so that a stale handle is usually still seen as stale.
const QUARANTINE: usize = 64;
/// Freed context memory is kept, poisoned, until this many more contexts were freed: a driver that still reads it
/// reads poison, not another object's data.
const GRAVEYARD: usize = 256;
/// What freed context memory is filled with.
const POISON: u128 = 0xDDDD_DDDD_DDDD_DDDD_DDDD_DDDD_DDDD_DDDD;

/// Index of an object in the table. Reused, like a handle; never kept for longer than its object lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Id(u32);

impl Id {
    /// The object's handle, as the driver sees it.
    pub(crate) const fn handle(self) -> usize {
        (BASE + self.0 as usize * STRIDE) ^ !7
    }

    /// The object's made-up address, which some bug checks show.
    pub(crate) const fn address(self) -> usize {
        BASE + self.0 as usize * STRIDE
    }

    /// The handle of a part of the object at this offset (its memories): bit 0 is set.
    pub(crate) const fn offset_handle(self, offset: usize) -> usize {
        ((BASE + self.0 as usize * STRIDE + offset) ^ !7) | 1
    }
}

/// What kind an object is; the numbers are the framework's type codes, which bug checks show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub(crate) enum Kind {
    Object = 0x1000,
    Driver = 0x1001,
    Device = 0x1002,
    Queue = 0x1003,
    WmiProvider = 0x1004,
    RegKey = 0x1006,
    String = 0x1007,
    Request = 0x1008,
    Lookaside = 0x1009,
    Memory = 0x100A,
    Collection = 0x100E,
    Dpc = 0x1015,
    File = 0x1018,
    WaitLock = 0x1023,
    SpinLock = 0x1024,
    WorkItem = 0x1025,
    Interrupt = 0x1027,
    Timer = 0x1028,
    WmiInstance = 0x1034,
    CmResList = 0x1036,
    IoTarget = 0x1200,
    RemoteTarget = 0x1201,
}

impl Kind {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Object => "object",
            Self::Driver => "driver",
            Self::Device => "device",
            Self::Queue => "queue",
            Self::RegKey => "key",
            Self::String => "string",
            Self::Lookaside => "lookaside",
            Self::Request => "request",
            Self::Memory => "memory",
            Self::Collection => "collection",
            Self::Dpc => "dpc",
            Self::File => "file",
            Self::WaitLock => "waitlock",
            Self::SpinLock => "spinlock",
            Self::WorkItem => "workitem",
            Self::Interrupt => "interrupt",
            Self::Timer => "timer",
            Self::WmiProvider => "provider",
            Self::WmiInstance => "instance",
            Self::CmResList => "resources",
            Self::IoTarget | Self::RemoteTarget => "target",
        }
    }
}

/// What only one kind of object has.
#[derive(Debug)]
pub(crate) enum Body {
    Object,
    Driver(Driver),
    Device(Box<Device>),
    Queue(Box<Queue>),
    RegKey(RegKey),
    String(Text),
    Lookaside(Box<Lookaside>),
    Request(Request),
    Memory(Memory),
    Collection(Collection),
    Dpc(Dpc),
    File(File),
    WaitLock(Lock),
    SpinLock(Lock),
    WorkItem(WorkItem),
    Interrupt(Box<Interrupt>),
    Timer(Timer),
    WmiProvider(WmiProvider),
    WmiInstance(WmiInstance),
    CmResList(CmResList),
    IoTarget(Box<IoTarget>),
}

impl Body {
    const fn kind(&self) -> Kind {
        match self {
            Self::Object => Kind::Object,
            Self::Driver(_) => Kind::Driver,
            Self::Device(_) => Kind::Device,
            Self::Queue(_) => Kind::Queue,
            Self::RegKey(_) => Kind::RegKey,
            Self::String(_) => Kind::String,
            Self::Lookaside(_) => Kind::Lookaside,
            Self::Request(_) => Kind::Request,
            Self::Memory(_) => Kind::Memory,
            Self::Collection(_) => Kind::Collection,
            Self::Dpc(_) => Kind::Dpc,
            Self::File(_) => Kind::File,
            Self::WaitLock(_) => Kind::WaitLock,
            Self::SpinLock(_) => Kind::SpinLock,
            Self::WorkItem(_) => Kind::WorkItem,
            Self::Interrupt(_) => Kind::Interrupt,
            Self::Timer(_) => Kind::Timer,
            Self::WmiProvider(_) => Kind::WmiProvider,
            Self::WmiInstance(_) => Kind::WmiInstance,
            Self::CmResList(_) => Kind::CmResList,
            Self::IoTarget(target) if target.remote => Kind::RemoteTarget,
            Self::IoTarget(_) => Kind::IoTarget,
        }
    }
}

/// How far an object's deletion has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Life {
    Live,
    /// It was deleted, and waits for a thread at PASSIVE_LEVEL; no child may be added.
    Deferred,
    /// `EvtCleanupCallback`s of its tree are running; no child may be added.
    Disposing,
    /// They have run; it waits for its last reference.
    Disposed,
}

bitflags! {
    /// Who deletes an object.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub(crate) struct Deletion: u8 {
        /// The framework does, not the driver.
        const NOT_BY_DRIVER = 0x1;
        /// The driver has called `WdfObjectDelete`.
        const CALLED = 0x2;
        /// It goes by itself, before its parent does, which takes no more notice of it.
        const BY_ITSELF = 0x4;
    }
}

/// A context space of an object.
#[derive(Debug)]
pub(crate) struct Context {
    /// Address of the type information, by which it is looked up; 0 for the one that only carries callbacks.
    pub(crate) type_info: usize,
    memory: Box<[u128]>,
    pub(crate) cleanup: PFN_WDF_OBJECT_CONTEXT_CLEANUP,
    pub(crate) destroy: PFN_WDF_OBJECT_CONTEXT_DESTROY,
}

impl Context {
    /// Zeroed memory of at least `size` bytes, aligned to 16.
    pub(crate) fn new(
        type_info: usize,
        size: usize,
        cleanup: PFN_WDF_OBJECT_CONTEXT_CLEANUP,
        destroy: PFN_WDF_OBJECT_CONTEXT_DESTROY,
    ) -> Self {
        Self { type_info, memory: vec![0; size.div_ceil(16)].into_boxed_slice(), cleanup, destroy }
    }

    pub(crate) fn address(&mut self) -> usize {
        self.memory.as_mut_ptr() as usize
    }
}

/// Everything that objects of all kinds have.
#[derive(Debug)]
pub(crate) struct Object {
    pub(crate) serial: u32,
    /// Its name among what steps touch.
    name: Name,
    pub(crate) parent: Option<Id>,
    first_child: Option<Id>,
    last_child: Option<Id>,
    previous: Option<Id>,
    next: Option<Id>,
    /// References, the one of the construction included.
    pub(crate) references: u32,
    /// Of these, the ones that the driver took with `WdfObjectReference`.
    pub(crate) driver_references: u32,
    pub(crate) life: Life,
    pub(crate) contexts: Vec<Context>,
    pub(crate) level: Level,
    pub(crate) scope: Scope,
    pub(crate) deletion: Deletion,
    pub(crate) body: Body,
}

impl Object {
    fn subject(&self) -> Subject {
        // Most are requests, whose name is known without looking it up.
        let kind = if let Body::Request(_) = self.body { "request" } else { self.body.kind().name() };
        Subject { kind, serial: self.serial }
    }
}

#[derive(Debug)]
enum Slot {
    Used(Object),
    /// What was here last, for the report on a stale handle.
    Free(Subject, Name),
}

/// All objects of a machine.
#[derive(Debug, Default)]
pub(crate) struct Objects {
    slots: Vec<Slot>,
    free: VecDeque<u32>,
    serials: u32,
    live: usize,
    graveyard: VecDeque<Box<[u128]>>,
}

impl Objects {
    /// A new object with one reference, linked under its parent.
    pub(crate) fn insert(&mut self, parent: Option<Id>, level: Level, scope: Scope, body: Body) -> Id {
        self.serials += 1;
        let object = Object {
            serial: self.serials,
            name: touch::name(),
            parent: None,
            first_child: None,
            last_child: None,
            previous: None,
            next: None,
            references: 1,
            driver_references: 0,
            life: Life::Live,
            contexts: Vec::new(),
            level,
            scope,
            deletion: Deletion::empty(),
            body,
        };
        if matches!(object.body.kind(), Kind::Driver | Kind::Device) {
            touch(Place::Roots, Mode::Write);
        }
        self.live += 1;
        let index = if self.free.len() > QUARANTINE { self.free.pop_front() } else { None };
        let id = match index {
            Some(index) => {
                self.slots[index as usize] = Slot::Used(object);
                Id(index)
            }
            None => {
                append(&mut self.slots, Slot::Used(object));
                Id(u32::try_from(self.slots.len() - 1).expect("fewer than 2^32 objects"))
            }
        };
        if let Some(parent) = parent {
            self.link(parent, id);
        }
        id
    }

    /// Takes a dead object out of the table; its handle is stale from here on.
    pub(crate) fn remove(&mut self, id: Id) {
        self.unlink(id);
        let object = self.get_mut(id);
        let (kind, last) = (object.body.kind(), Slot::Free(object.subject(), object.name));
        let contexts = std::mem::take(&mut object.contexts);
        self.slots[id.0 as usize] = last;
        if matches!(kind, Kind::Driver | Kind::Device) {
            touch(Place::Roots, Mode::Write);
        }
        for mut context in contexts {
            touch::context_gone(context.address());
            context.memory.fill(POISON);
            if !context.memory.is_empty() {
                self.graveyard.push_back(context.memory);
            }
            if self.graveyard.len() > GRAVEYARD {
                self.graveyard.pop_front();
            }
        }
        self.free.push_back(id.0);
        self.live -= 1;
    }

    /// Whether one of the contexts that went last is not as it was left.
    pub(crate) fn is_context_written_late(&self) -> bool {
        self.graveyard.iter().flatten().any(|word| *word != POISON)
    }

    /// The list of children changes. Requests come and go in any order: nobody can tell which.
    fn touch_children(&self, parent: Id, child: Id) {
        let mode = if self.slot(child).body.kind() == Kind::Request { Mode::Add } else { Mode::Write };
        touch(Place::Children(self.slot(parent).name), mode);
    }

    fn link(&mut self, parent: Id, child: Id) {
        self.touch_children(parent, child);
        let last = self.slot(parent).last_child;
        match last {
            Some(last) => self.slot_mut(last).next = Some(child),
            None => self.slot_mut(parent).first_child = Some(child),
        }
        self.slot_mut(parent).last_child = Some(child);
        let object = self.slot_mut(child);
        object.parent = Some(parent);
        object.previous = last;
        object.next = None;
    }

    /// Links an object before all other children: the framework made it first, though nobody saw it until now.
    pub(crate) fn link_first(&mut self, parent: Id, child: Id) {
        self.touch_children(parent, child);
        let first = self.slot(parent).first_child;
        match first {
            Some(first) => self.slot_mut(first).previous = Some(child),
            None => self.slot_mut(parent).last_child = Some(child),
        }
        self.slot_mut(parent).first_child = Some(child);
        let object = self.slot_mut(child);
        object.parent = Some(parent);
        object.previous = None;
        object.next = first;
    }

    /// Takes an object from its parent's list of children.
    pub(crate) fn unlink(&mut self, child: Id) {
        let object = self.get_mut(child);
        if object.parent.is_none() {
            return;
        }
        let (previous, next) = (object.previous.take(), object.next.take());
        let Some(parent) = object.parent.take() else { return };
        self.touch_children(parent, child);
        match previous {
            Some(previous) => self.slot_mut(previous).next = next,
            None => self.slot_mut(parent).first_child = next,
        }
        match next {
            Some(next) => self.slot_mut(next).previous = previous,
            None => self.slot_mut(parent).last_child = previous,
        }
    }

    /// Disposes of an object that has nothing to dispose of: no child, no callback. False if it has.
    pub(crate) fn dispose_bare(&mut self, id: Id) -> bool {
        let object = self.get_mut(id);
        let bare = object.life == Life::Live && object.contexts.is_empty() && object.first_child.is_none();
        if bare {
            object.life = Life::Disposed;
            let name = object.name;
            touch(Place::Children(name), Mode::Read);
        }
        bare
    }

    /// The children of an object, in the order of their creation.
    pub(crate) fn children(&self, id: Id) -> Vec<Id> {
        let mut children = Vec::new();
        touch(Place::Children(self.slot(id).name), Mode::Read);
        let mut next = self.slot(id).first_child;
        while let Some(child) = next {
            children.push(child);
            next = self.slot(child).next;
        }
        children
    }

    /// The children that go with an object: those that do not go by themselves.
    pub(crate) fn children_to_go(&self, id: Id) -> Vec<Id> {
        let mut children = self.children(id);
        children.retain(|child| !self.slot(*child).deletion.contains(Deletion::BY_ITSELF));
        children
    }

    /// Whether an object's children are linked both ways.
    pub(crate) fn siblings_agree(&self, id: Id) -> bool {
        let children = self.children(id);
        let previous = std::iter::once(None).chain(children.iter().copied().map(Some));
        let agree = children.iter().zip(previous).all(|(child, previous)| self.get(*child).previous == previous);
        agree && self.get(id).last_child == children.last().copied()
    }

    /// Whether there is an object of this kind at this place.
    pub(crate) fn exists(&self, id: Id, kind: Kind) -> bool {
        matches!(self.slots.get(id.0 as usize), Some(Slot::Used(object)) if object.body.kind() == kind)
    }

    /// Finds the live object of this kind that a driver's handle names.
    #[inline]
    pub(crate) fn resolve(&self, handle: usize, kind: Kind) -> Result<Id> {
        let offset = (handle ^ !7).wrapping_sub(BASE);
        match self.slots.get(offset / STRIDE) {
            Some(Slot::Used(object)) if offset.is_multiple_of(STRIDE) && object.body.kind() == kind => {
                touch(Place::Object(object.name), Mode::Read);
                Ok(Id((offset / STRIDE) as u32))
            }
            _ => self.resolve_other(handle, kind),
        }
    }

    #[inline(never)]
    fn resolve_other(&self, handle: usize, kind: Kind) -> Result<Id> {
        let id = self.resolve_any(handle, kind)?;
        let found = self.get(id).body.kind();
        // A remote target is one.
        if found == kind || (kind == Kind::IoTarget && found == Kind::RemoteTarget) {
            return Ok(id);
        }
        let text = format!("{} was passed where a {} is wanted", self.subject(id), kind.name());
        Err(Violation::wdf(Rule::InvalidHandle, [5, handle as u64, kind as u64], text))
    }

    /// Finds the live object, of whatever kind, that a driver's handle names.
    pub(crate) fn resolve_any(&self, handle: usize, wanted: Kind) -> Result<Id> {
        if handle == 0 {
            let text = format!("NULL was passed where a {} is wanted", wanted.name());
            return Err(Violation::wdf(Rule::InvalidHandle, [5, 0, wanted as u64], text));
        }
        let is_part = handle & 1 != 0;
        let offset = ((handle & !1) ^ !7).wrapping_sub(BASE);
        let index = offset / STRIDE;
        match self.slots.get(index) {
            Some(Slot::Used(object)) if offset.is_multiple_of(STRIDE) && !is_part => {
                touch(Place::Object(object.name), Mode::Read);
                Ok(Id(u32::try_from(index).expect("the table's size fits")))
            }
            Some(Slot::Free(last, name)) if offset.is_multiple_of(STRIDE) || is_part => {
                touch(Place::Object(*name), Mode::Read);
                let part = if is_part { "a part of " } else { "" };
                let text = format!("the handle {handle:#x} named {part}{last}, which has been destroyed");
                Err(Violation::undefined(Rule::UseAfterDestroy, text))
            }
            // The framework takes whatever is no NULL for an address, and reads there.
            _ => {
                let text = format!("{handle:#x} is no handle (a {} is wanted)", wanted.name());
                Err(Violation::undefined(Rule::InvalidHandle, text))
            }
        }
    }

    /// The object that a handle names, or named before the object was destroyed.
    pub(crate) fn named_last(&self, handle: usize) -> Subject {
        let offset = ((handle & !1) ^ !7).wrapping_sub(BASE);
        match self.slots.get(offset / STRIDE) {
            Some(Slot::Used(object)) => object.subject(),
            Some(Slot::Free(last, _)) => *last,
            None => Subject::NONE,
        }
    }

    /// Finds the owner and the offset that an offset handle names.
    pub(crate) fn resolve_offset(&self, handle: usize) -> Option<(Id, usize)> {
        if handle & 1 == 0 {
            return None;
        }
        let offset = ((handle & !1) ^ !7).wrapping_sub(BASE);
        let index = offset / STRIDE;
        match self.slots.get(index) {
            Some(Slot::Used(object)) => {
                touch(Place::Object(object.name), Mode::Read);
                Some((Id(u32::try_from(index).ok()?), offset % STRIDE))
            }
            _ => None,
        }
    }

    #[inline]
    pub(crate) fn get(&self, id: Id) -> &Object {
        let object = self.slot(id);
        touch(Place::Object(object.name), Mode::Read);
        object
    }

    #[inline]
    pub(crate) fn get_mut(&mut self, id: Id) -> &mut Object {
        let object = self.slot_mut(id);
        touch(Place::Object(object.name), Mode::Write);
        object
    }

    /// Without leaving a trace: the caller says what it touches.
    fn slot(&self, id: Id) -> &Object {
        match &self.slots[id.0 as usize] {
            Slot::Used(object) => object,
            Slot::Free(last, _) => lost(*last),
        }
    }

    fn slot_mut(&mut self, id: Id) -> &mut Object {
        match &mut self.slots[id.0 as usize] {
            Slot::Used(object) => object,
            Slot::Free(last, _) => lost(*last),
        }
    }

    /// The object, of which only a lock is used.
    pub(crate) fn for_lock(&self, id: Id, of_callbacks: bool, mode: Mode) -> &Object {
        let object = self.slot(id);
        touch(Place::Lock(object.name, of_callbacks), mode);
        object
    }

    /// As [`Self::for_lock`], to change the lock.
    pub(crate) fn for_lock_mut(&mut self, id: Id, of_callbacks: bool) -> &mut Object {
        let object = self.slot_mut(id);
        touch(Place::Lock(object.name, of_callbacks), Mode::Write);
        object
    }

    /// The object gets another context space. Most have one or none, so no room is kept for more.
    pub(crate) fn add_context(&mut self, id: Id, mut context: Context) {
        let object = self.get_mut(id);
        touch::context(context.address(), context.memory.len() * 16, object.name);
        object.contexts.reserve_exact(1);
        object.contexts.push(context);
    }

    /// The object, of which something is only counted.
    pub(crate) fn for_count(&mut self, id: Id) -> &mut Object {
        let object = self.slot_mut(id);
        touch(Place::References(object.name), Mode::Add);
        object
    }

    /// One reference more.
    pub(crate) fn reference(&mut self, id: Id) {
        let object = self.slot_mut(id);
        touch(Place::References(object.name), Mode::Add);
        object.references += 1;
    }

    /// One reference less: true if it was the last.
    pub(crate) fn dereference(&mut self, id: Id) -> bool {
        let object = self.slot_mut(id);
        touch(Place::References(object.name), Mode::Write);
        touch(Place::Object(object.name), Mode::Read);
        object.references -= 1;
        object.references == 0
    }

    /// Whether this very object still lives: ids are reused, serials are not.
    pub(crate) fn is_live(&self, id: Id, serial: u32) -> bool {
        match &self.slots[id.0 as usize] {
            Slot::Used(object) => {
                touch(Place::Object(object.name), Mode::Read);
                object.serial == serial
            }
            Slot::Free(_, name) => {
                touch(Place::Object(*name), Mode::Read);
                false
            }
        }
    }

    pub(crate) fn subject(&self, id: Id) -> Subject {
        match &self.slots[id.0 as usize] {
            Slot::Used(object) => object.subject(),
            Slot::Free(last, _) => *last,
        }
    }

    pub(crate) fn kind(&self, id: Id) -> Kind {
        // What kind it is never changes.
        self.slot(id).body.kind()
    }

    /// The object whose context begins at this address.
    pub(crate) fn of_context(&self, address: usize) -> Option<Id> {
        let is_there = |context: &Context| context.memory.as_ptr() as usize == address && !context.memory.is_empty();
        let (id, object) = self.used().find(|(_, object)| object.contexts.iter().any(is_there))?;
        touch(Place::Object(object.name), Mode::Read);
        Some(id)
    }

    /// Number of live objects.
    pub(crate) fn len(&self) -> usize {
        touch(Place::World, Mode::Write);
        self.live
    }

    /// The live objects, in the order of their slots.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Id, &Object)> {
        touch(Place::World, Mode::Write);
        self.used()
    }

    /// The drivers and devices, in the order of their slots.
    pub(crate) fn roots(&self) -> impl Iterator<Item = (Id, &Object)> {
        touch(Place::Roots, Mode::Read);
        self.used().filter(|(_, object)| matches!(object.body.kind(), Kind::Driver | Kind::Device))
    }

    fn used(&self) -> impl Iterator<Item = (Id, &Object)> {
        self.slots.iter().enumerate().filter_map(|(index, slot)| match slot {
            Slot::Used(object) => Some((Id(u32::try_from(index).expect("the table's size fits")), object)),
            Slot::Free(..) => None,
        })
    }

    /// The device of this id, if it still is one.
    pub(crate) fn find_device_mut(&mut self, id: Id) -> Option<&mut Device> {
        match &mut self.slots[id.0 as usize] {
            Slot::Used(Object { name, body: Body::Device(device), .. }) => {
                touch(Place::Object(*name), Mode::Write);
                Some(device)
            }
            Slot::Used(Object { name, .. }) | Slot::Free(_, name) => {
                touch(Place::Object(*name), Mode::Read);
                None
            }
        }
    }

    /// The nearest ancestor of this kind, the object itself included.
    pub(crate) fn ancestor(&self, id: Id, kind: Kind) -> Option<Id> {
        let mut next = Some(id);
        while let Some(at) = next {
            if self.kind(at) == kind {
                return Some(at);
            }
            next = self.get(at).parent;
        }
        None
    }
}

/// What a panic carries where the framework's own structures lead to an object that is freed: `bugcheck.rs` reports it by
/// the rule's name, on whatever thread.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lost(pub(crate) Subject);

/// The framework uses an object that it has freed: the driver let go of what it still needed.
#[cold]
#[inline(never)]
fn lost(last: Subject) -> ! {
    std::panic::panic_any(Lost(last))
}

/// The simulator took one kind of object for another.
#[cold]
#[inline(never)]
fn wrong_body(id: Id, is: Kind, wanted: &str) -> ! {
    panic!("{id:?} is a {is:?}, not a {wanted}")
}

/// Access to the body of an object that is known to be of a kind.
macro_rules! bodies {
    ($($($get:ident)?, $($get_mut:ident)?: $variant:ident => $type:ty;)*) => {
        impl Objects {
            $(
                $(#[inline]
                pub(crate) fn $get(&self, id: Id) -> &$type {
                    match &self.get(id).body {
                        Body::$variant(body) => body,
                        other => wrong_body(id, other.kind(), stringify!($variant)),
                    }
                })?

                $(#[inline]
                pub(crate) fn $get_mut(&mut self, id: Id) -> &mut $type {
                    match &mut self.get_mut(id).body {
                        Body::$variant(body) => body,
                        other => wrong_body(id, other.kind(), stringify!($variant)),
                    }
                })?
            )*
        }
    };
}

bodies! {
    driver, driver_mut: Driver => Driver;
    wmi_provider, : WmiProvider => WmiProvider;
    wmi_instance, wmi_instance_mut: WmiInstance => WmiInstance;
    device, device_mut: Device => Device;
    queue, queue_mut: Queue => Queue;
    request, request_mut: Request => Request;
    io_target, io_target_mut: IoTarget => IoTarget;
    , memory_mut: Memory => Memory;
    collection, collection_mut: Collection => Collection;
    string, string_mut: String => Text;
    reg_key, : RegKey => RegKey;
    lookaside, : Lookaside => Lookaside;
    dpc, dpc_mut: Dpc => Dpc;
    file, file_mut: File => File;
    work_item, work_item_mut: WorkItem => WorkItem;
    interrupt, interrupt_mut: Interrupt => Interrupt;
    timer, timer_mut: Timer => Timer;
    cm_res_list, cm_res_list_mut: CmResList => CmResList;
}
