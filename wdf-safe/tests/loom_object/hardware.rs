//! `mapping.rs`: registers are touched while they are mapped only, and unmapped once.

#[path = "../../src/mapping.rs"]
mod mapping;

use crate::beside;
use crate::irql::Cx;
use crate::status::Error;
use crate::sys::register::Memory;
use loom::sync::Arc;
use loom::sync::atomic::AtomicUsize;
use mapping::Mapping;

/// A device with two ranges of registers.
struct Model {
    /// Unmapped when they are dropped: before the memory goes.
    registers: [Mapping; 2],
    /// The word in the device's block.
    first: AtomicUsize,
    memory: [Memory; 2],
}

impl Model {
    fn new() -> Arc<Self> {
        Arc::new(Self {
            registers: [Mapping::new(), Mapping::new()],
            first: AtomicUsize::new(0),
            memory: [Memory::new(), Memory::new()],
        })
    }

    fn map(&self, index: usize) -> Result<(), Error> {
        self.registers[index].map(self.memory[index].address(), Memory::LENGTH, &self.first)
    }

    /// `EvtDevicePrepareHardware`.
    fn prepare(&self) {
        for index in 0..2 {
            assert_eq!(self.map(index), Ok(()));
        }
    }

    /// `EvtDeviceReleaseHardware`.
    fn release(&self) {
        mapping::release(&self.first, &Cx::passive());
        for (memory, registers) in self.memory.iter().zip(&self.registers) {
            assert!(!memory.is_mapped(), "released, and still mapped");
            assert!(registers.base().is_null());
        }
    }

    /// `Registers::with`.
    fn touch(&self, index: usize) -> bool {
        let inside = self.registers[index].enter();
        if let Some((_inside, base)) = &inside {
            // SAFETY: null would be an error of the mapping's; else the address of a memory of the model.
            unsafe { Memory::touch(*base) };
        }
        inside.is_some()
    }
}

#[test]
fn registers_are_touched_while_they_are_mapped() {
    loom::model(|| {
        let model = Model::new();
        model.prepare();
        let user = beside(&model, |model| model.touch(1));
        model.release();
        user.join().unwrap();
        assert!(!model.touch(0) && !model.touch(1), "they are gone");
    });
}

#[test]
fn registers_are_touched_when_they_are_mapped_and_not_before() {
    loom::model(|| {
        let model = Model::new();
        let user = beside(&model, |model| model.touch(0));
        model.prepare();
        user.join().unwrap();
        assert!(model.touch(0) && model.touch(1), "they are there");
    });
}

/// The resources are rebalanced: the device loses its hardware, and gets it again.
#[test]
fn registers_that_are_mapped_again_are_listed_once() {
    loom::model(|| {
        let model = Model::new();
        model.prepare();
        assert_eq!(model.map(0), Err(Error::Busy));
        let user = beside(&model, |model| model.touch(0));
        model.release();
        model.prepare();
        user.join().unwrap();
        model.release();
    });
}
