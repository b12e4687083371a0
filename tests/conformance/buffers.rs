//! Where a request's bytes are.

use wdf_sim::Rule;
use wdf_tests::raw::{
    BUFFER_TOO_SMALL, Held, INVALID_DEVICE_REQUEST, Plan, Request, SUCCESS, World, calm, lenient, parallel, plan,
};
use wdf_tests::with;

const BUFFERED: u32 = 0x22_2000;
const IN_DIRECT: u32 = 0x22_2001;
const OUT_DIRECT: u32 = 0x22_2002;
const NEITHER: u32 = 0x22_2003;

/// Runs `look` in the handler of whatever is sent.
fn looking(m: &World<'_>, plan: Plan, look: impl Fn(Request) + 'static) -> wdf_sim::File {
    let look = std::rc::Rc::new(look);
    let rig = m.build(plan, move |device| {
        let look = std::rc::Rc::clone(&look);
        device.queue(parallel().default_queue().default(move |request| {
            look(request);
            request.complete(SUCCESS);
        }))
    });
    rig.open()
}

/// Rules: InputBufferAPI, OutputBufferAPI.
#[test]
fn a_read_has_an_output_and_a_write_an_input() {
    calm(|m| {
        let file = looking(m, plan(), |request| {
            let is_read = request.parameters().Type == wdk_sys::_WDF_REQUEST_TYPE::WdfRequestTypeRead;
            let (has, has_not) =
                if is_read { (request.output(0), request.input(0)) } else { (request.input(0), request.output(0)) };
            assert_eq!((has.unwrap().1, has_not), (3, Err(INVALID_DEVICE_REQUEST)));
        });
        let _ = (file.read(3), file.write(b"abc"));
    });
}

#[test]
fn the_drivers_bytes_reach_the_caller_up_to_the_information() {
    calm(|m| {
        let rig = m.rig(parallel().read(|request| {
            request.write_output(b"hello");
            request.complete_with(SUCCESS, 4);
        }));
        assert_eq!(rig.open().read(9).output, b"hell");
    });
}

#[test]
fn unwritten_output_shows_as_stale_memory() {
    calm(|m| {
        let rig = m.rig(parallel().read(|request| request.complete_with(SUCCESS, 4)));
        assert_eq!(rig.open().read(4).output, [0xA5; 4]);
    });
}

#[test]
fn an_empty_buffer_is_too_small() {
    calm(|m| {
        let file = looking(m, plan(), |request| {
            assert_eq!(request.input(0), Err(BUFFER_TOO_SMALL));
            assert_eq!(request.output(0), Err(BUFFER_TOO_SMALL));
        });
        let _ = file.ioctl(BUFFERED, b"", 0);
    });
}

#[test]
fn a_buffer_below_the_required_length_is_too_small() {
    calm(|m| {
        let file = looking(m, plan(), |request| {
            assert_eq!(request.output(5), Err(BUFFER_TOO_SMALL));
            assert_eq!(request.output(4).unwrap().1, 4);
        });
        let _ = file.read(4);
    });
}

/// Hole 11.
#[test]
fn the_input_and_output_of_a_buffered_control_are_one_memory() {
    calm(|m| {
        let file = looking(m, plan(), |request| {
            assert_eq!(request.input(0).unwrap().0, request.output(0).unwrap().0);
            assert_eq!((request.input(0).unwrap().1, request.output(0).unwrap().1), (2, 6));
        });
        let _ = file.ioctl(BUFFERED, b"ab", 6);
    });
}

#[test]
fn the_input_and_output_of_a_direct_control_are_two_memories() {
    for code in [IN_DIRECT, OUT_DIRECT] {
        calm(move |m| {
            let file = looking(m, plan(), |request| {
                let ((input, _), (output, _)) = (request.input(0).unwrap(), request.output(0).unwrap());
                assert!(input.abs_diff(output) >= 6);
                assert_eq!(request.input_bytes(), b"ab");
            });
            let _ = file.ioctl(code, b"ab", 6);
        });
    }
}

#[test]
fn an_applications_neither_control_has_no_buffers() {
    calm(|m| {
        let file = looking(m, plan(), |request| {
            assert_eq!(request.input(0), Err(INVALID_DEVICE_REQUEST));
            assert_eq!(request.output(0), Err(INVALID_DEVICE_REQUEST));
        });
        let _ = file.ioctl(NEITHER, b"ab", 6);
    });
}

#[test]
fn reads_of_a_neither_device_have_no_buffer_and_v0_says_success() {
    calm(|m| {
        let v1 = m.v1;
        let file = looking(m, plan().neither(), move |request| {
            assert_eq!(request.output(0), if v1 { Err(INVALID_DEVICE_REQUEST) } else { Ok((0, 4)) });
        });
        let _ = file.read(4);
    });
}

#[test]
fn reads_of_a_direct_device_have_a_buffer() {
    calm(|m| {
        let rig = m.build(plan().direct(), |device| {
            device.queue(parallel().default_queue().read(|request| {
                request.write_output(b"direct");
                request.complete_with(SUCCESS, 6);
            }))
        });
        assert_eq!(rig.open().read(6).output, b"direct");
    });
}

#[test]
fn a_requests_memory_is_its_buffer() {
    calm(|m| {
        let file = looking(m, plan(), |request| {
            let memory = request.output_memory().unwrap();
            assert_eq!(memory.buffer(), request.output(0).unwrap());
            assert_eq!(memory.copy_in(2, b"xy"), SUCCESS);
            assert_eq!(memory.copy_out(2, 2).unwrap(), b"xy");
            assert_eq!(memory.copy_in(3, b"xy"), BUFFER_TOO_SMALL);
            assert_eq!(memory.copy_out(0, 5), Err(BUFFER_TOO_SMALL));
        });
        let _ = file.read(4);
    });
}

#[test]
fn a_requests_memory_handle_is_an_offset_handle() {
    calm(|m| {
        let held = Held::empty();
        let rig = m.rig(parallel().ioctl(with!(held => move |request: Request| held.put(request))));
        let _ticket = rig.open().begin_ioctl(BUFFERED, b"ab", 4);
        let request = held.take();
        let (input, output) = (request.input_memory().unwrap(), request.output_memory().unwrap());
        assert_eq!((input.0 & 1, output.0 & 1), (1, 1));
        assert_ne!(input, output);
        assert_eq!(request.0 & 7, 0, "a plain handle's lowest bits are clear");
        request.complete(SUCCESS);
    });
}

#[test]
fn a_create_has_no_buffers() {
    lenient(|m| {
        let create = |request: Request, _| {
            assert_eq!(request.input(0), Err(INVALID_DEVICE_REQUEST));
            assert_eq!(request.output(0), Err(INVALID_DEVICE_REQUEST));
            request.complete(SUCCESS);
        };
        let rig = m.build(plan().file_create(create), |_| {});
        let _ = rig.open();
        assert_eq!(m.broken(), [Rule::BufferMisused; 2]);
    });
}

#[test]
fn another_drivers_neither_control_has_buffers() {
    calm(|m| {
        let file = looking(m, plan(), |request| {
            assert!(!request.is_from_user());
            assert_eq!(request.input_bytes(), b"ab");
            assert_eq!(request.output(0).unwrap().1, 6);
        });
        let _ = file.internal_ioctl(NEITHER, b"ab", 6);
    });
}

#[test]
fn the_verifier_hides_an_applications_address_in_the_parameters() {
    calm(|m| {
        let v1 = m.v1;
        let file = looking(m, plan(), move |request| {
            // SAFETY: the members of the union overlay each other, and all are numbers and pointers.
            let address = unsafe { request.parameters().Parameters.DeviceIoControl }.Type3InputBuffer;
            assert_eq!(address.is_null(), v1 && request.is_from_user());
            if !address.is_null() {
                // SAFETY: the sender's buffer, which is there while the request is.
                let bytes = unsafe { std::slice::from_raw_parts(address.cast::<u8>(), 2) };
                assert_eq!(bytes, b"ab");
            }
        });
        let _ = (file.ioctl(NEITHER, b"ab", 6), file.internal_ioctl(NEITHER, b"ab", 6));
    });
}
