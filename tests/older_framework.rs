//! A driver on a framework that is older than the one it was compiled for.
//!
//! The framework says how many functions it has in one word for the whole process, so this is a program of its own, with
//! one test.

use std::sync::Mutex;

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

#[test]
fn a_function_that_an_older_framework_lacks_is_an_error_and_not_a_panic() {
    // SAFETY: as above.
    let all = unsafe { wdf_sim_sys::WdfFunctionCount };
    let missing = Error::Missing { ddi: "WdfRequestGetRequestorProcessId" };
    assert_eq!(asked(OF_1_15), Err(missing));
    assert_eq!(missing.status(), NtStatus::NOT_SUPPORTED);
    assert!(asked(all).is_ok_and(|process| process != 0));
}
