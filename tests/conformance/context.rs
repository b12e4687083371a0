//! Contexts: allocation, lookup, callbacks.

use wdf_tests::raw::{
    COUNTER, DELETE_PENDING, Held, LEDGER, Log, NOT_FOUND, OBJECT_NAME_EXISTS, OBJECT_NAME_INVALID, Object, SUCCESS,
    WDF_PARENT_ASSIGNMENT_NOT_ALLOWED, attributes, calm, manual, object, parallel, plan,
};
use wdf_tests::with;

/// The first number of a context.
fn peek(address: usize) -> u64 {
    // SAFETY: a context lives as long as its object, and this one begins with a number.
    unsafe { *(address as *const u64) }
}

fn poke(address: usize, value: u64) {
    // SAFETY: as for `peek`; nobody else looks at it meanwhile.
    unsafe { *(address as *mut u64) = value };
}

#[test]
fn a_context_is_zeroed_aligned_and_stays() {
    calm(|m| {
        let object = object(&attributes().parent(m.rig(manual()).raw).context(&COUNTER)).unwrap();
        let address = object.context(&COUNTER);
        assert_eq!((peek(address), address % 16), (0, 0));
        poke(address, 7);
        assert_eq!((object.context(&COUNTER), peek(address)), (address, 7));
    });
}

#[test]
fn a_context_is_looked_up_by_its_type() {
    calm(|m| {
        let object = object(&attributes().parent(m.rig(manual()).raw).context(&COUNTER)).unwrap();
        assert_eq!(object.context(&LEDGER), 0, "there is none of this type");
        let (status, address) = object.allocate_context(&attributes().context(&LEDGER));
        assert_eq!((status, object.context(&LEDGER)), (SUCCESS, address));
        assert_ne!(object.context(&COUNTER), address);
    });
}

/// Hole 7.
#[test]
fn allocating_a_type_again_succeeds_oddly_and_returns_the_old_one() {
    calm(|m| {
        let log = Log::new();
        let object = object(&attributes().parent(m.rig(manual()).raw).context(&COUNTER)).unwrap();
        let old = object.context(&COUNTER);
        let again = object.allocate_context(&attributes().context(&COUNTER).cleanup(log.writer("ignored")));
        assert_eq!(again, (OBJECT_NAME_EXISTS, old));
        assert!(wdk_sys::NT_SUCCESS(OBJECT_NAME_EXISTS));
        object.delete();
        log.expect([]);
    });
}

#[test]
fn a_context_without_a_type_is_refused() {
    calm(|m| {
        let object = object(&attributes().parent(m.rig(manual()).raw)).unwrap();
        assert_eq!(object.allocate_context(&attributes()).0, OBJECT_NAME_INVALID);
    });
}

#[test]
fn a_context_with_a_parent_is_refused() {
    calm(|m| {
        let device = m.rig(manual()).raw;
        let object = object(&attributes().parent(device)).unwrap();
        let status = object.allocate_context(&attributes().context(&COUNTER).parent(device)).0;
        assert_eq!(status, WDF_PARENT_ASSIGNMENT_NOT_ALLOWED);
    });
}

#[test]
fn an_object_that_is_being_deleted_gets_no_context() {
    calm(|m| {
        let log = Log::new();
        let add = with!(log => move |object: Object| {
            assert_eq!(object.allocate_context(&attributes().context(&COUNTER)).0, DELETE_PENDING);
            log.add("refused");
        });
        object(&attributes().parent(m.rig(manual()).raw).cleanup(add)).unwrap().delete();
        log.expect(["refused"]);
    });
}

#[test]
fn callbacks_of_contexts_run_in_the_order_of_allocation() {
    calm(|m| {
        let log = Log::new();
        let first =
            attributes().context(&COUNTER).cleanup(log.writer("first cleanup")).destroy(log.writer("first destroy"));
        let second =
            attributes().context(&LEDGER).cleanup(log.writer("second cleanup")).destroy(log.writer("second destroy"));
        let object = object(&first.parent(m.rig(manual()).raw)).unwrap();
        assert_eq!(object.allocate_context(&second).0, SUCCESS);
        object.delete();
        log.expect(["first cleanup", "second cleanup", "first destroy", "second destroy"]);
    });
}

#[test]
fn the_size_can_be_overridden_upwards() {
    calm(|m| {
        let attributes =
            attributes().parent(m.rig(manual()).raw).context(&COUNTER).raw(|raw| raw.ContextSizeOverride = 256);
        let address = object(&attributes).unwrap().context(&COUNTER);
        for offset in (0..256).step_by(8) {
            assert_eq!(peek(address + offset), 0);
            poke(address + offset, 1);
        }
    });
}

#[test]
fn each_request_has_the_context_of_the_devices_init_zeroed_anew() {
    calm(|m| {
        let held = Held::empty();
        let rig = m.build(
            plan().requests(attributes().context(&COUNTER)),
            with!(held => move |device| device.queue(parallel().default_queue().read(held.putter()))),
        );
        let file = rig.open();
        for _ in 0..200 {
            let _ticket = file.begin_read(1);
            let request = held.take();
            let address = request.context(&COUNTER);
            assert_eq!(peek(address), 0);
            poke(address, u64::MAX);
            request.complete(SUCCESS);
        }
    });
}

#[test]
fn a_request_keeps_its_context_when_it_is_forwarded() {
    calm(|m| {
        let held = Held::empty();
        let rig = m.build(
            plan().requests(attributes().context(&COUNTER)),
            with!(held => move |device| {
                let _ = device.queue(parallel().default_queue().read(held.putter()));
                device.queue(manual())
            }),
        );
        let _ticket = rig.open().begin_read(1);
        let request = held.take();
        poke(request.context(&COUNTER), 5);
        assert_eq!(request.forward(rig.made), SUCCESS);
        let again = rig.made.retrieve().unwrap();
        assert_eq!(peek(again.context(&COUNTER)), 5);
        again.complete(SUCCESS);
    });
}

#[test]
fn devices_and_queues_have_contexts_too() {
    calm(|m| {
        let rig = m.build(plan().attributes(attributes().context(&COUNTER)), |device| {
            device.queue(manual().default_queue().attributes(attributes().context(&LEDGER)))
        });
        assert_ne!(rig.raw.context(&COUNTER), 0);
        assert_ne!(rig.made.context(&LEDGER), 0);
        assert_eq!(rig.made.context(&COUNTER), 0);
    });
}

#[test]
fn a_part_of_a_request_takes_no_context() {
    calm(|m| {
        let held = Held::empty();
        let rig = m.rig(parallel().read(held.putter()));
        let _ticket = rig.open().begin_read(1);
        let request = held.take();
        let memory = request.output_memory().unwrap();
        assert_eq!(memory.allocate_context(&attributes().context(&COUNTER)).0, wdk_sys::STATUS_OBJECT_PATH_INVALID);
        request.complete(SUCCESS);
    });
}

#[test]
fn the_object_of_a_context_is_found_by_the_contexts_address() {
    calm(|m| {
        let device = m.rig(manual()).raw;
        let object = object(&attributes().parent(device).context(&COUNTER)).unwrap();
        let (status, second) = object.allocate_context(&attributes().context(&LEDGER));
        assert_eq!(status, SUCCESS);
        assert_eq!(Object::of_context(object.context(&COUNTER)), object);
        assert_eq!(Object::of_context(second), object);
    });
}

#[test]
fn no_object_answers_a_query() {
    calm(|m| assert_eq!(Object::from(m.rig(manual()).raw).query(), NOT_FOUND));
}

#[test]
fn a_context_is_looked_up_in_a_service_routine_too() {
    calm(|m| {
        let log = Log::new();
        let resources = wdf_sim::Resources::new().line(10, 5);
        let rig = m.build_with(
            plan().attributes(attributes().context(&COUNTER)),
            &resources,
            with!(log => move |device| {
                device.interrupt(&wdf_tests::raw::isr(with!(log => move |_, _| {
                    assert_ne!(device.context(&COUNTER), 0);
                    log.add("looked");
                    true
                })))
            }),
        );
        assert!(rig.device.interrupt(10));
        log.expect(["looked"]);
    });
}
