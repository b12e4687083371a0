//! Framework objects: their table, references and contexts; in files of their own the tree, and what a handle is.
//!
//! Bottom of the kernel: every other file of it keeps its state in an [`Object`]'s [`Body`]. Deleting runs in steps
//! (`exec/object.rs` calls the driver between them), so what is here only moves an object from one [`Life`] to the next.
//!
//! Key types: [`Objects`], [`Object`], [`Id`]. Facts: `fxobject.hpp`, `fxobjectstatemachine.cpp`.

mod handle;
mod kind;
mod tree;

use std::collections::VecDeque;

use bitflags::bitflags;
use wdf_sim_sys::{PFN_WDF_OBJECT_CONTEXT_CLEANUP, PFN_WDF_OBJECT_CONTEXT_DESTROY};

pub(crate) use self::kind::{Body, Kind};
use super::device::Device;
use super::{Level, Scope, append};
use crate::touch::{self, Mode, Name, Place, touch};
use crate::trace::Subject;

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

    /// Whether there is an object of this kind at this place.
    pub(crate) fn exists(&self, id: Id, kind: Kind) -> bool {
        matches!(self.slots.get(id.0 as usize), Some(Slot::Used(object)) if object.body.kind() == kind)
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
    pub(crate) fn for_lock(&self, id: Id, mode: Mode) -> &Object {
        let object = self.slot(id);
        touch(Place::Lock(object.name), mode);
        object
    }

    /// As [`Self::for_lock`], to change the lock.
    pub(crate) fn for_lock_mut(&mut self, id: Id) -> &mut Object {
        let object = self.slot_mut(id);
        touch(Place::Lock(object.name), Mode::Write);
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
}

/// What a panic carries where the framework's own structures lead to an object that is freed: `driver_panic.rs` reports it by
/// the rule's name, on whatever thread.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lost(pub(crate) Subject);

/// The framework uses an object that it has freed: the driver let go of what it still needed.
#[cold]
#[inline(never)]
fn lost(last: Subject) -> ! {
    std::panic::panic_any(Lost(last))
}
