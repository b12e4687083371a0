//! A driver on a framework that is older than the one it was compiled for.
//!
//! The framework says how many functions it has, and how large its structures are, in a few words for the whole process, so this
//! is a program of its own, in which one test runs at a time.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use wdf_safe::status::{Error, NtStatus};
use wdf_sim::{Explorer, Verifier};

/// The functions of KMDF 1.15.
const OF_1_15: u32 = 444;

/// What the driver was told.
static ANSWER: Mutex<Option<Result<u32, Error>>> = Mutex::new(None);

mod driver {
    use wdf_safe::prelude::*;

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        DriverConfig::new(device_add).create(cx, driver, ())
    }

    #[evt_driver_device_add]
    fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
        let device = init.create(cx, ())?;
        QueueConfig::parallel().default_queue().read(read).create(cx, &device, ())?;
        Ok(device.added())
    }

    #[evt_io_read]
    fn read<'id>(
        cx: &mut Cx<'_, Dispatch>,
        _: &Queue<(), Parallel>,
        request: Request<'id, Owned, Read>,
    ) -> Handled<'id> {
        *super::ANSWER.lock().unwrap() = Some(request.requestor_process_id());
        request.complete(cx, NtStatus::SUCCESS)
    }
}

/// What the driver learns of the process that reads.
fn asked(functions: u32) -> Result<u32, Error> {
    // SAFETY: no other thread of this program reads it at this moment; no simulation runs.
    unsafe { wdf_sim_sys::WdfFunctionCount = functions };
    Explorer::calm().verifier(Verifier::Off).run(|machine| {
        let file = machine.load(&driver::DRIVER).unwrap().add_device().unwrap().open().unwrap();
        assert!(file.read(1).is_success());
    });
    ANSWER.lock().unwrap().take().expect("the driver was asked")
}

/// Did the driver's device start?
static LOADED: AtomicBool = AtomicBool::new(false);

/// Only one test at a time changes what the framework says.
static ONE: Mutex<()> = Mutex::new(());

/// The size of `WDF_IO_QUEUE_CONFIG` before KMDF 1.23, without its last member.
const OLDER_QUEUE_CONFIG: usize = 88;

/// Hole 16. The framework's own size of the structure is told, whatever it is: with the older one the driver loads, and one that
/// no framework has is refused.
#[test]
fn structures_have_the_size_that_the_older_framework_knows() {
    let _one = ONE.lock().unwrap();
    let index = wdf_sim_sys::_WDFSTRUCTENUM::INDEX_WDF_IO_QUEUE_CONFIG as usize;
    // SAFETY: no other thread of this program writes it.
    let sizes = unsafe { wdf_sim_sys::WdfStructures };
    // SAFETY: one of as many sizes as there are structures.
    let place = unsafe { sizes.add(index) };
    // SAFETY: as above.
    let ours = unsafe { place.read() };
    let loads = |size: usize| {
        // SAFETY: as above; no simulation runs.
        unsafe { place.write(size) };
        Explorer::calm().verifier(Verifier::Off).run(|machine| {
            let device = machine.load(&driver::DRIVER).unwrap().add_device();
            LOADED.store(device.is_ok(), Ordering::Relaxed);
        });
        LOADED.load(Ordering::Relaxed)
    };
    assert!(loads(4), "the framework is as new as the driver: its own sizes are not looked at");
    // SAFETY: as above.
    unsafe { wdf_sim_sys::WdfClientVersionHigherThanFramework = 1 };
    assert!(loads(OLDER_QUEUE_CONFIG));
    assert!(!loads(4), "the size is that of the table");
    // SAFETY: as above.
    unsafe { wdf_sim_sys::WdfClientVersionHigherThanFramework = 0 };
    assert!(loads(ours));
}

#[test]
fn a_function_that_an_older_framework_lacks_is_an_error_and_not_a_panic() {
    let _one = ONE.lock().unwrap();
    // SAFETY: as above.
    let all = unsafe { wdf_sim_sys::WdfFunctionCount };
    let missing = Error::Missing { ddi: "WdfRequestGetRequestorProcessId" };
    assert_eq!(asked(OF_1_15), Err(missing));
    assert_eq!(missing.status(), NtStatus::NOT_SUPPORTED);
    assert!(asked(all).is_ok_and(|process| process != 0));
}
