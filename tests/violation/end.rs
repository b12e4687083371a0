//! Rules about what is left when the driver is unloaded.

use wdf_sim::Rule;
use wdf_tests::raw::{Held, SUCCESS, SpinLock, WaitLock, World, attributes, manual, object, parallel};

use crate::support::{Shows, fires};

/// Rules: WdfIoQueueRetrieveFoundRequest.
#[test]
fn reference_leaked() {
    fn keep(m: &World<'_>, drop_it: bool) {
        let object = object(&attributes().parent(m.rig(manual()).raw)).unwrap();
        object.reference();
        if drop_it {
            object.dereference();
        }
    }
    fires(Rule::ReferenceLeaked, Shows::Leak, Shows::Leak, |m| keep(m, false), |m| keep(m, true));
}

#[test]
fn a_reference_to_what_went_with_its_parent() {
    fn keep(m: &World<'_>, drop_it: bool) {
        let held = Held::empty();
        let rig = m.rig(parallel().read(held.putter()));
        let _ticket = rig.open().begin_read(1);
        let request = held.take();
        let child = object(&attributes().parent(request)).unwrap();
        child.reference();
        request.complete(SUCCESS);
        if drop_it {
            child.dereference();
        }
    }
    fires(Rule::ReferenceLeaked, Shows::Leak, Shows::Leak, |m| keep(m, false), |m| keep(m, true));
}

#[test]
fn a_register_is_not_touched_when_it_is_not_mapped_any_more() {
    fn touch(m: &World<'_>, early: bool) {
        const LENGTH: u64 = 0x100;
        const READ_WRITE_NO_CACHE: u32 = 0x204;
        let card = m.hardware(0xF000_0000, 0x100);
        card.write32(4, 7);
        let start = wdk_sys::PHYSICAL_ADDRESS { QuadPart: 0xF000_0000 };
        // SAFETY: mapping has no precondition here.
        let base = unsafe { wdk_sys::ntddk::MmMapIoSpaceEx(start, LENGTH, READ_WRITE_NO_CACHE) };
        // SAFETY: it was mapped, and is unmapped once.
        let unmap = || unsafe { wdk_sys::ntddk::MmUnmapIoSpace(base, LENGTH) };
        if early {
            unmap();
        }
        wdk_sys::sim::register(base.cast::<u32>(), false);
        if !early {
            unmap();
        }
    }
    let rule = Rule::KernelObjectNotInitialized;
    fires(rule, Shows::Undefined, Shows::Undefined, |m| touch(m, true), |m| touch(m, false));
}

fn allocate(size: u64) -> wdk_sys::PVOID {
    // SAFETY: allocating has no precondition here.
    let memory = unsafe { wdk_sys::ntddk::ExAllocatePool2(0x40, size, u32::from_le_bytes(*b"test")) };
    assert!(!memory.is_null());
    memory
}

fn free(memory: wdk_sys::PVOID, tag: [u8; 4]) {
    // SAFETY: the simulator knows its pool.
    unsafe { wdk_sys::ntddk::ExFreePoolWithTag(memory, u32::from_le_bytes(tag)) };
}

#[test]
fn pool_leaked() {
    fires(
        Rule::PoolLeaked,
        Shows::Leak,
        Shows::Leak,
        |_| {
            allocate(16);
        },
        |_| free(allocate(16), *b"test"),
    );
}

#[test]
fn pool_freed_twice() {
    fires(
        Rule::PoolFreedTwice,
        Shows::Undefined,
        Shows::Undefined,
        |_| {
            let memory = allocate(16);
            free(memory, *b"test");
            free(memory, *b"test");
        },
        |_| free(allocate(16), *b"test"),
    );
}

#[test]
fn pool_freed_with_another_tag() {
    fires(
        Rule::PoolFreedTwice,
        Shows::Undefined,
        Shows::Undefined,
        |_| free(allocate(16), *b"tess"),
        |_| free(allocate(16), *b"test"),
    );
}

#[test]
fn a_lock_that_is_held_when_it_goes() {
    fn keep(m: &World<'_>, release: bool) {
        let lock = WaitLock::create(&attributes().parent(m.rig(manual()).raw)).unwrap();
        assert_eq!(lock.acquire(), SUCCESS);
        if release {
            lock.release();
        }
    }
    fires(Rule::LockHeldAtReturn, Shows::Undefined, Shows::Undefined, |m| keep(m, false), |m| keep(m, true));
}

#[test]
fn a_spin_lock_that_is_held_when_it_is_deleted() {
    fn delete(m: &World<'_>, release: bool) {
        let lock = SpinLock::create(&attributes().parent(m.rig(manual()).raw)).unwrap();
        lock.acquire();
        if release {
            lock.release();
        }
        lock.delete();
    }
    fires(Rule::LockHeldAtReturn, Shows::Undefined, Shows::Undefined, |m| delete(m, false), |m| delete(m, true));
}

#[test]
fn a_reference_to_a_request_that_was_found_and_not_dropped() {
    fn find(m: &World<'_>, drop_it: bool) {
        let rig = m.rig(manual());
        let ticket = rig.open().begin_read(1);
        let found = rig.made.find(None, None).unwrap();
        assert!(ticket.cancel());
        if drop_it {
            found.dereference();
        }
    }
    fires(Rule::ReferenceLeaked, Shows::Leak, Shows::Leak, |m| find(m, false), |m| find(m, true));
}
