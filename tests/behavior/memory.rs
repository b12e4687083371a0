//! A request's memory objects and pages: borrowed from the request, copied from and to.

use crate::{INVALID_DEVICE_REQUEST, in_both_worlds, opened_file};

const BUFFERED: u32 = 0x22_2000;
const OUT_DIRECT: u32 = 0x22_2002;
/// One that fills its output by memory.
const FILL: u32 = 0x22_2004;
const PAGE: usize = 4096;

/// A driver of buffered or of direct I/O.
macro_rules! driver {
    ($name:ident, $io_type:expr) => {
        mod $name {
            use wdf_safe::prelude::*;

            #[driver_entry]
            fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
                DriverConfig::new(device_add).create(cx, driver, ())
            }

            #[evt_driver_device_add]
            fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, mut init: DeviceInit<'id>) -> Result<Added<'id>> {
                init.set_io_type($io_type);
                let device = init.create(cx, ())?;
                QueueConfig::parallel().default_queue().read(read).write(write).device_control(control).create(
                    cx,
                    &device,
                    (),
                )?;
                Ok(device.added())
            }

            /// The device writes five bytes into the pages, and says that it wrote 500.
            fn transfer(request: &mut Request<'_, Owned, Read>) -> Result<()> {
                request.output_mdl()?.map()?.write_at(0, b"pages");
                Ok(())
            }

            #[evt_io_read]
            fn read<'id>(
                cx: &mut Cx<'_, Dispatch>,
                _: &Queue<(), Parallel>,
                mut request: Request<'id, Owned, Read>,
            ) -> Handled<'id> {
                if let Err(error) = transfer(&mut request) {
                    return request.complete(cx, error.status());
                }
                request.complete_transferred(cx, NtStatus::SUCCESS, 500).unwrap_or_else(|failed| failed.complete(cx))
            }

            /// What the memory holds and what the pages hold: the same, in so many pages.
            fn look(request: &Request<'_, Owned, Write>) -> Result<bool> {
                let (mut by_memory, mut by_pages) = ([0; 3], [0; 3]);
                let memory = request.input_memory()?;
                let pages = request.input_mdl()?;
                let end = memory.len() - 3;
                let copied = memory.buffer().copy_at(end, &mut by_memory) + pages.map()?.copy_at(end, &mut by_pages);
                let frames = (pages.byte_offset() + pages.len()).div_ceil(super::PAGE);
                let in_order = pages.frames().zip(pages.frames().skip(1)).all(|(one, next)| one + 1 == next);
                Ok(copied == 6
                    && by_memory == *b"end"
                    && by_pages == *b"end"
                    && pages.frames().len() == frames
                    && in_order)
            }

            #[evt_io_write]
            fn write<'id>(
                cx: &mut Cx<'_, Dispatch>,
                _: &Queue<(), Parallel>,
                request: Request<'id, Owned, Write>,
            ) -> Handled<'id> {
                let length = request.parameters().length;
                match look(&request) {
                    Ok(true) => request.complete_with_information(cx, NtStatus::SUCCESS, length),
                    Ok(false) => request.complete(cx, NtStatus::UNSUCCESSFUL),
                    Err(error) => request.complete(cx, error.status()),
                }
            }

            /// The lengths of the memories and of the MDLs, the output's first, and what the input is when the output has
            /// been written.
            fn measure(request: &mut Request<'_, Owned, DeviceControl>) -> Result<[u8; 6]> {
                let output = (request.output_memory()?.len(), request.output_mdl()?.len());
                let input = (request.input_memory()?.len(), request.input_mdl()?.len());
                request.output_memory()?.buffer().write_at(0, b"W");
                let mut now = [0; 2];
                request.input()?.copy_to(&mut now);
                Ok([output.0 as u8, output.1 as u8, input.0 as u8, input.1 as u8, now[0], now[1]])
            }

            #[evt_io_device_control]
            fn control<'id>(
                cx: &mut Cx<'_, Dispatch>,
                _: &Queue<(), Parallel>,
                mut request: Request<'id, Owned, DeviceControl>,
            ) -> Handled<'id> {
                if request.parameters().control_code == super::FILL {
                    let filled = request.output_memory().map(|mut memory| memory.buffer().write_at(0, b"memory"));
                    return match filled {
                        Ok(_) => request
                            .complete_transferred(cx, NtStatus::SUCCESS, 6)
                            .unwrap_or_else(|failed| failed.complete(cx)),
                        Err(error) => request.complete(cx, error.status()),
                    };
                }
                match measure(&mut request) {
                    Ok(lengths) => match request.into_writer() {
                        Ok(mut writer) => {
                            writer.put(&lengths);
                            writer.complete(cx)
                        }
                        Err(failed) => failed.complete(cx),
                    },
                    Err(error) => request.complete(cx, error.status()),
                }
            }
        }
    };
}

driver!(buffered, IoType::Buffered);
driver!(direct, IoType::Direct);

#[test]
fn the_memory_and_the_pages_of_an_input_hold_the_same() {
    in_both_worlds(|machine| {
        for image in [&buffered::DRIVER, &direct::DRIVER] {
            let file = opened_file(machine, image);
            for length in [3, 100, PAGE + 100] {
                let mut bytes = vec![b'-'; length - 3];
                bytes.extend(b"end");
                let written = file.write(&bytes);
                assert!(written.is_success(), "{:#010x} for {length} bytes", written.status);
                assert_eq!(written.information, length);
            }
        }
    });
}

#[test]
fn what_a_device_wrote_into_pages_is_reported_and_no_more_than_there_is() {
    in_both_worlds(|machine| {
        let read = opened_file(machine, &direct::DRIVER).read(5);
        assert!(read.is_success(), "{:#010x}", read.status);
        assert_eq!((read.information, read.output.as_slice()), (5, b"pages".as_slice()));
    });
}

/// Of a buffered request stale memory of the system's would go with it.
#[test]
fn what_a_device_wrote_is_not_reported_for_a_buffered_request() {
    in_both_worlds(|machine| {
        assert_eq!(opened_file(machine, &buffered::DRIVER).read(5).status, INVALID_DEVICE_REQUEST);
        assert_eq!(opened_file(machine, &buffered::DRIVER).ioctl(FILL, &[], 6).status, INVALID_DEVICE_REQUEST);
    });
}

/// The framework describes the memory once, here for the output, which is longer.
#[test]
fn the_mdl_of_a_buffered_controls_input_is_as_long_as_the_input() {
    in_both_worlds(|machine| {
        let answer = opened_file(machine, &buffered::DRIVER).ioctl(BUFFERED, b"in", 6);
        assert!(answer.is_success(), "{:#010x}", answer.status);
        assert_eq!(answer.output, [6, 6, 2, 2, b'W', b'n'], "input and output are one memory");
    });
}

#[test]
fn the_output_of_a_direct_control_is_other_memory_than_its_input() {
    in_both_worlds(|machine| {
        let answer = opened_file(machine, &buffered::DRIVER).ioctl(OUT_DIRECT, b"in", 6);
        assert!(answer.is_success(), "{:#010x}", answer.status);
        assert_eq!(answer.output, [6, 6, 2, 2, b'i', b'n']);
    });
}

#[test]
fn a_control_without_buffers_has_neither_memory_nor_pages() {
    in_both_worlds(|machine| {
        let nothing = opened_file(machine, &buffered::DRIVER).ioctl(BUFFERED, &[], 0);
        assert_eq!(nothing.status, 0xC000_0023_u32.cast_signed(), "STATUS_BUFFER_TOO_SMALL");
    });
}
