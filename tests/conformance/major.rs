//! The kinds of I/O: by which numbers a driver names them, and what they are called in a story.

use wdf_sim::{Arrival, Major, Verifier};
use wdf_tests::raw::{SUCCESS, Slot, attributes, calm, only, parallel, plan};
use wdk_sys::IO_STACK_LOCATION;

use wdf_tests::raw::below::keeper;

#[test]
fn a_driver_formats_a_request_of_any_kind_by_its_number() {
    only(Verifier::Off, |m| {
        let here = Slot::empty();
        let lower = keeper(m, &here);
        let rig = m.above(&lower, plan(), |device: wdf_tests::raw::Device| device.target().unwrap());
        let kinds = [
            (0x00, Major::Create),
            (0x02, Major::Close),
            (0x03, Major::Read),
            (0x04, Major::Write),
            (0x0E, Major::DeviceControl),
            (0x0F, Major::InternalDeviceControl),
            (0x12, Major::Cleanup),
        ];
        for (number, major) in kinds {
            let request = rig.made.request(&attributes()).unwrap();
            let mut location = IO_STACK_LOCATION { MajorFunction: number, ..Default::default() };
            // SAFETY: a request of the driver's own, with an IRP for this target, and a stack location.
            unsafe {
                wdk_sys::call_unsafe_wdf_function_binding!(
                    WdfRequestWdmFormatUsingStackLocation,
                    request.raw(),
                    &raw mut location
                );
            }
            request.on_complete(|_, _, _| {});
            assert!(request.send(rig.made));
            let arrival: Arrival = here.take();
            assert_eq!(arrival.major(), major);
            arrival.complete(SUCCESS);
            request.delete();
        }
    });
}

#[test]
fn a_story_names_what_was_sent() {
    calm(|m| {
        let file = m.rig(parallel().default(|request| request.complete(SUCCESS))).open();
        let _ = (file.read(1), file.write(b"1"), file.ioctl(0x22_2000, b"", 0), file.internal_ioctl(0x22_2000, b"", 0));
        m.in_order([
            "application sends read irp",
            "application sends write irp",
            "application sends device control irp",
            "application sends internal device control irp",
        ]);
    });
}
