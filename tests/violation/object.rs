//! Rules about handles, pointers, references, deletion and contexts.

use std::ptr::null_mut;

use wdf_sim::{Rule, Verifier};
use wdf_tests::raw::{
    COUNTER, Collection, Dpc, Memory, Object, Queue, Request, SUCCESS, Target, Timer, WaitLock, WorkItem, World,
    attributes, manual, object, parallel, plan, report,
};
use wdf_tests::with;
use wdk_sys::call_unsafe_wdf_function_binding;

use crate::support::{Shows, fires};

#[test]
fn invalid_handle() {
    fires(
        Rule::InvalidHandle,
        Shows::Wdf(5, Some(0)),
        Shows::Wdf(5, Some(0)),
        |_| Request(0).complete(SUCCESS),
        |m| assert_eq!(m.rig(manual()).made.waiting(), 0),
    );
}

#[test]
fn a_handle_of_the_wrong_kind() {
    fires(
        Rule::InvalidHandle,
        Shows::Wdf(5, None),
        Shows::Wdf(5, None),
        |m| Queue(m.rig(manual()).raw.0).start(),
        |m| m.rig(manual()).made.start(),
    );
}

#[test]
fn a_queue_is_no_target() {
    fires(
        Rule::InvalidHandle,
        Shows::Wdf(5, None),
        Shows::Wdf(5, None),
        |m| assert_eq!(Target(m.rig(manual()).made.0).state(), 1),
        |m| assert_eq!(m.rig(manual()).raw.target().unwrap().state(), 1),
    );
}

#[test]
fn a_remote_target_is_a_target_and_nothing_else() {
    fires(
        Rule::InvalidHandle,
        Shows::Wdf(5, None),
        Shows::Wdf(5, None),
        |m| Queue(m.rig(manual()).raw.new_target(&attributes()).unwrap().0).start(),
        |m| {
            let target = m.rig(manual()).raw.new_target(&attributes()).unwrap();
            let _ = target.state();
            target.delete();
        },
    );
}

/// Rules: NullCheck.
#[test]
fn required_parameter_is_null() {
    fires(
        Rule::RequiredParameterIsNull,
        Shows::Wdf(4, Some(0)),
        Shows::Wdf(4, Some(0)),
        |m| {
            let queue = m.rig(manual()).made;
            // SAFETY: the simulator checks handles and pointers.
            let _ =
                unsafe { call_unsafe_wdf_function_binding!(WdfIoQueueRetrieveNextRequest, queue.raw(), null_mut()) };
        },
        |m| assert!(m.rig(manual()).made.retrieve().is_err()),
    );
}

#[test]
fn object_deleted_by_dereference() {
    fires(
        Rule::ObjectDeletedByDereference,
        Shows::Wdf(7, None),
        Shows::Wdf(7, None),
        |m| object(&attributes().parent(m.rig(manual()).raw)).unwrap().dereference(),
        |m| {
            let object = object(&attributes().parent(m.rig(manual()).raw)).unwrap();
            object.reference();
            object.dereference();
        },
    );
}

#[test]
fn object_deleted_twice() {
    fn delete(m: &World<'_>, twice: bool) {
        let object = object(&attributes().parent(m.rig(manual()).raw)).unwrap();
        object.reference();
        object.delete();
        if twice {
            object.delete();
        }
        object.dereference();
    }
    fires(Rule::ObjectDeletedTwice, Shows::Undefined, Shows::Undefined, |m| delete(m, true), |m| delete(m, false));
}

#[test]
fn context_misused() {
    fn create(m: &World<'_>, size: u32) {
        let _ = m.build(plan().requests(attributes().raw(|raw| raw.Size = size)), |device| {
            device.queue(parallel().default_queue().read(|request| request.complete(SUCCESS)))
        });
    }
    fires(Rule::ContextMisused, Shows::Printed, Shows::Break, |m| create(m, 8), |m| create(m, 56));
}

#[test]
fn a_pointer_that_is_no_context() {
    fn ask(m: &World<'_>, wrong: usize) {
        let object = object(&attributes().parent(m.rig(manual()).raw).context(&COUNTER)).unwrap();
        assert_eq!(Object::of_context(object.context(&COUNTER) + wrong), object);
    }
    fires(Rule::ContextMisused, Shows::Undefined, Shows::Undefined, |m| ask(m, 8), |m| ask(m, 0));
}

#[test]
fn collection_misused() {
    fn empty(m: &World<'_>, twice: bool) {
        let device = m.rig(manual()).raw;
        let collection = Collection::of(device);
        assert_eq!(collection.append(device), SUCCESS);
        collection.remove_at(0);
        if twice {
            collection.remove_at(0);
        }
    }
    fires(Rule::CollectionMisused, Shows::Printed, Shows::Break, |m| empty(m, true), |m| empty(m, false));
}

#[test]
fn a_buffer_is_assigned_to_preallocated_memory_only() {
    fn assign(m: &World<'_>, preallocated: bool) {
        let (device, bytes) = (m.rig(manual()).raw, [0u8; 8]);
        let (of, address) = (attributes().parent(device), bytes.as_ptr() as usize);
        let memory = if preallocated { Memory::preallocated(&of, address, 4) } else { Memory::create(&of, 4) };
        assert_eq!(memory.unwrap().assign(address, 8), SUCCESS);
    }
    fires(Rule::InvalidHandle, Shows::Wdf(5, None), Shows::Wdf(5, None), |m| assign(m, false), |m| assign(m, true));
}

#[test]
fn a_key_that_was_closed_is_gone() {
    fn close(m: &World<'_>, twice: bool) {
        let key = m.rig(manual()).raw.parameters().unwrap();
        key.close();
        if twice {
            key.close();
        }
    }
    fires(Rule::UseAfterDestroy, Shows::Undefined, Shows::Undefined, |m| close(m, true), |m| close(m, false));
}

/// A DPC, or a work item, that waits for a lock.
fn waiting(m: &World<'_>, in_dpc: bool) {
    let device = m.rig(manual()).raw;
    let lock = WaitLock::create(&attributes().parent(device)).unwrap();
    let wait = move || {
        if lock.acquire() == SUCCESS {
            lock.release();
        }
    };
    if in_dpc {
        Dpc::create(false, &attributes().parent(device), move |_| wait()).unwrap().enqueue();
    } else {
        WorkItem::of(device, move |_| wait()).enqueue();
    }
    m.sleep(std::time::Duration::from_millis(1));
}

#[test]
fn irql_too_high() {
    fires(Rule::IrqlTooHigh, Shows::Undefined, Shows::Break, |m| waiting(m, true), |m| waiting(m, false));
}

#[test]
fn timer_misused() {
    fires(
        Rule::TimerMisused,
        Shows::Printed,
        Shows::Break,
        |m| {
            let timer = Timer::of(m.rig(manual()).raw, |timer| assert!(!timer.stop(true)));
            timer.start(1);
            m.sleep(std::time::Duration::from_millis(2));
        },
        |m| {
            let timer = Timer::of(m.rig(manual()).raw, |_| {});
            timer.start(1);
            assert!(timer.stop(true));
        },
    );
}

/// Calls a function that the simulator does not have.
fn default_child_list(m: &World<'_>) {
    let device = m.rig(manual()).raw;
    // SAFETY: the simulator checks handles.
    let _ = unsafe { call_unsafe_wdf_function_binding!(WdfFdoGetDefaultChildList, device.raw()) };
}

#[test]
fn not_simulated() {
    fires(Rule::NotSimulated, Shows::Leak, Shows::Leak, default_child_list, |m| m.rig(manual()).made.start());
    let report = report(Verifier::Off, default_child_list);
    assert!(report.violation.text.contains("WdfFdoGetDefaultChildList"), "the function is named: {report}");
}

#[test]
fn driver_panicked() {
    fires(
        Rule::DriverPanicked,
        Shows::BugCheck(0xDEAD_DEAD),
        Shows::BugCheck(0xDEAD_DEAD),
        |m| {
            let rig = m.rig(parallel().read(|_| panic!("on purpose")));
            let _ = rig.open().read(1);
        },
        |m| {
            let rig = m.rig(parallel().read(|request| request.complete(SUCCESS)));
            let _ = rig.open().read(1);
        },
    );
}

#[test]
fn a_panic_in_a_cleanup_callback() {
    fires(
        Rule::DriverPanicked,
        Shows::BugCheck(0xDEAD_DEAD),
        Shows::BugCheck(0xDEAD_DEAD),
        |m| {
            let parent = m.rig(manual()).raw;
            object(&attributes().parent(parent).cleanup(|_: Object| panic!("on purpose"))).unwrap().delete();
        },
        |m| {
            let (parent, log) = (m.rig(manual()).raw, wdf_tests::raw::Log::new());
            object(&attributes().parent(parent).cleanup(with!(log => move |_| log.add("cleanup")))).unwrap().delete();
            log.expect(["cleanup"]);
        },
    );
}

#[test]
fn a_context_is_not_written_when_its_object_is_gone() {
    fn write(m: &World<'_>, late: bool) {
        let object = object(&attributes().parent(m.rig(manual()).raw).context(&COUNTER)).unwrap();
        let context = object.context(&COUNTER) as *mut u64;
        if late {
            object.delete();
        }
        // SAFETY: the simulator keeps the memory of the contexts that went last.
        unsafe { context.write(1) };
    }
    fires(Rule::UseAfterDestroy, Shows::Undefined, Shows::Undefined, |m| write(m, true), |m| write(m, false));
}
