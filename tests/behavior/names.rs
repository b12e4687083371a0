//! Names and handles that a driver is told: by which path it was opened, and which request a notice is about.
#![expect(unsafe_code, reason = "a notice is answered by a raw call")]

use wdf_sim::{Device, Machine};

use crate::{DEVICE_BUSY, in_both_worlds};

mod driver {
    use core::ptr;
    use wdf_safe::prelude::*;
    use wdf_safe::raw::{AsRaw, wdk_sys};
    use wdk_sys::{WDFREQUEST, call_unsafe_wdf_function_binding};

    #[object_context]
    struct Desk {
        /// The read that the driver keeps by its handle.
        kept: AtomicUsize,
    }

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        DriverConfig::new(device_add).create(cx, driver, ())
    }

    #[evt_driver_device_add]
    fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
        let desk = DeskInit { kept: AtomicUsize::new(0) };
        let device = DeviceConfig::new(init).file_create(opened).create(cx, desk)?;
        let queue = QueueConfig::parallel().default_queue().power_managed(true).resume(resumed).stop(asked);
        queue.read(read).device_control(end).create(cx, &device, ())?;
        Ok(device.added())
    }

    /// Opens by its own name, and by that of its second channel.
    #[evt_device_file_create]
    fn opened<'id>(
        cx: &mut Cx<'_, Dispatch>,
        _: &Device<Desk>,
        request: Request<'id, Opening, Any>,
        file: &FileObject<'_>,
    ) -> Handled<'id> {
        let second: [u16; 2] = [u16::from(b'\\'), u16::from(b'2')];
        let known = file.name().is_empty() || file.name() == second;
        request.complete(cx, if known { NtStatus::SUCCESS } else { NtStatus::DEVICE_BUSY })
    }

    fn desk(queue: &Queue<(), Parallel>) -> &Desk {
        queue.device::<Desk>().expect("the driver's device").context()
    }

    #[evt_io_read]
    fn read<'id>(
        _: &mut Cx<'_, Dispatch>,
        queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, Read>,
    ) -> Handled<'id> {
        desk(queue).kept.store(request.leak_raw().expose_provenance(), Ordering::Release);
        // SAFETY: it is kept, and ended by `end`.
        unsafe { Handled::assume() }
    }

    /// Keeps the request over the sleep, by a raw call with the notice's handle.
    #[evt_io_stop]
    fn asked<'id>(
        _: &mut Cx<'_, Dispatch>,
        _: &Queue<(), Parallel>,
        notice: StopNotice<'id, Resumes>,
    ) -> Answered<'id> {
        match notice {
            StopNotice::Suspending(notice) => {
                // SAFETY: the request of the callback that runs.
                unsafe { call_unsafe_wdf_function_binding!(WdfRequestStopAcknowledge, notice.as_raw(), 0) };
                // SAFETY: it was answered.
                unsafe { Answered::assume() }
            }
            StopNotice::Removing(notice) => notice.leave(),
        }
    }

    #[evt_io_resume]
    fn resumed(_: &mut Cx<'_, Dispatch>, _: &Queue<(), Parallel>) {}

    /// Ends the read that is kept.
    #[evt_io_device_control]
    fn end<'id>(
        cx: &mut Cx<'_, Dispatch>,
        queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, DeviceControl>,
    ) -> Handled<'id> {
        let kept: WDFREQUEST = ptr::with_exposed_provenance_mut(desk(queue).kept.swap(0, Ordering::Acquire));
        // SAFETY: the driver owns it, and forgets it here.
        unsafe { call_unsafe_wdf_function_binding!(WdfRequestCompleteWithInformation, kept, 0, 0) };
        request.complete(cx, NtStatus::SUCCESS)
    }
}

fn added(machine: &Machine) -> Device {
    machine.load(&driver::DRIVER).expect("the driver loads").add_device().expect("the device starts")
}

#[test]
fn a_driver_reads_the_path_by_which_it_was_opened() {
    in_both_worlds(|machine| {
        let device = added(machine);
        assert!(device.open().is_ok());
        assert!(device.open_path(r"\2").is_ok());
        assert_eq!(device.open_path(r"\22").unwrap_err().0, DEVICE_BUSY);
        assert_eq!(device.open_path(r"\").unwrap_err().0, DEVICE_BUSY);
    });
}

#[test]
fn a_notice_can_be_answered_by_a_raw_call_with_its_handle() {
    in_both_worlds(|machine| {
        let device = added(machine);
        let file = device.open().expect("the device opens");
        let read = file.begin_read(1);
        device.suspend();
        assert!(!read.is_completed());
        device.resume().expect("the device wakes up");
        assert!(file.ioctl(0x22_2000, &[], 0).is_success());
        assert!(read.wait().is_success());
    });
}
