//! Device controls that are declared once, for driver and application.

use wdf_safe::ioctl::{Ioctl, input_bytes, output_of};
use wdf_sim::File;

use crate::{INVALID_DEVICE_REQUEST, in_both_worlds, opened_file};
use shared::{Add, Fill, Many, Pair, Reset, Take};

/// `STATUS_BUFFER_TOO_SMALL`.
const BUFFER_TOO_SMALL: i32 = 0xC000_0023_u32.cast_signed();
/// A code that nobody has declared.
const UNKNOWN: u32 = 0x8000_2FFC;

/// The crate that both sides share.
mod shared {
    use wdf_safe::ioctl::ioctl;
    use zerocopy::{FromBytes, Immutable, IntoBytes};

    /// Two numbers.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, FromBytes, IntoBytes, Immutable)]
    #[repr(C)]
    pub(super) struct Pair {
        pub(super) left: u32,
        pub(super) right: u32,
    }

    ioctl! {
        /// The sum of two numbers.
        pub(super) struct Add(Pair) -> u64 { device: 0x8000, function: 0x800, method: Buffered, access: Any }
        /// Forgets what was counted.
        pub(super) struct Reset(()) -> () { device: 0x8000, function: 0x801, method: Buffered, access: Any }
        /// Two numbers, the first of which was sent, into the application's own memory.
        pub(super) struct Fill(u32) -> Pair { device: 0x8000, function: 0x802, method: OutDirect, access: Any }
        /// So many bytes lie in the application's own memory, for the driver to read. Answers nothing.
        pub(super) struct Take(u32) -> () { device: 0x8000, function: 0x803, method: InDirect, access: Any }
        /// How many were sent, and behind that each of them.
        pub(super) struct Many(()) -> u32 { device: 0x8000, function: 0x804, method: Buffered, access: Any }
    }
}

mod driver {
    use super::shared::{Add, Fill, Many, Pair, Reset, Take};
    use wdf_safe::prelude::*;

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        DriverConfig::new(device_add).create(cx, driver, ())
    }

    #[evt_driver_device_add]
    fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
        let device = init.create(cx, ())?;
        QueueConfig::parallel().default_queue().device_control(control).create(cx, &device, ())?;
        Ok(device.added())
    }

    type Asked<'id> = Request<'id, Owned, DeviceControl>;

    fn answer<'id>(cx: &mut Cx<'_, Dispatch>, request: Asked<'id>) -> Result<Handled<'id>, Failed<Asked<'id>>> {
        let handled = match request.parameters().control_code {
            Add::CODE => {
                let add = request.control::<Add>()?;
                let Pair { left, right } = *add.input();
                add.complete(cx, &(u64::from(left) + u64::from(right)))
            }
            Reset::CODE => request.control::<Reset>()?.complete(cx, &()),
            Fill::CODE => {
                let fill = request.control::<Fill>()?;
                let left = *fill.input();
                if left == 0 {
                    return Ok(fill.fail(cx, NtStatus::INVALID_PARAMETER));
                }
                fill.complete(cx, &Pair { left, right: !left })
            }
            Take::CODE => {
                let take = request.control::<Take>()?;
                let mut bytes = [0; 16];
                match take.data().map(|data| data.copy_to(&mut bytes)) {
                    Ok(count) if count == *take.input() as usize => take.complete(cx, &()),
                    Ok(_) => take.fail(cx, NtStatus::UNSUCCESSFUL),
                    Err(error) => take.fail(cx, error.status()),
                }
            }
            Many::CODE => {
                let mut writer = request.control::<Many>()?.into_writer()?;
                writer.put(&2_u32.to_ne_bytes());
                writer.put(b"ab");
                writer.complete(cx)
            }
            _ => request.complete(cx, NtStatus::INVALID_DEVICE_REQUEST),
        };
        Ok(handled)
    }

    #[evt_io_device_control]
    fn control<'id>(cx: &mut Cx<'_, Dispatch>, _: &Queue<(), Parallel>, request: Asked<'id>) -> Handled<'id> {
        answer(cx, request).unwrap_or_else(|failed| failed.complete(cx))
    }
}

/// The application's side.
fn ask<I: Ioctl>(file: &File, input: &I::Input) -> Result<I::Output, i32> {
    let answer = file.ioctl(I::CODE, input_bytes::<I>(input), size_of::<I::Output>());
    if answer.is_success() { Ok(output_of::<I>(&answer.output).expect("all of it")) } else { Err(answer.status) }
}

#[test]
fn both_sides_agree_on_code_and_types() {
    in_both_worlds(|machine| {
        let file = opened_file(machine, &driver::DRIVER);
        assert_eq!(ask::<Add>(&file, &Pair { left: u32::MAX, right: 1 }), Ok(1 << 32));
        assert_eq!(ask::<Reset>(&file, &()), Ok(()));
        assert_eq!(ask::<Fill>(&file, &5), Ok(Pair { left: 5, right: !5 }));
        assert_eq!(ask::<Fill>(&file, &0), Err(0xC000_000D_u32.cast_signed()), "STATUS_INVALID_PARAMETER");
    });
}

#[test]
fn buffers_that_are_too_short_are_refused_and_longer_ones_are_not() {
    in_both_worlds(|machine| {
        let file = opened_file(machine, &driver::DRIVER);
        let pair = Pair { left: 1, right: 2 };
        let bytes = input_bytes::<Add>(&pair);
        assert_eq!(file.ioctl(Add::CODE, &bytes[..7], 8).status, BUFFER_TOO_SMALL, "a short input");
        assert_eq!(file.ioctl(Add::CODE, bytes, 7).status, BUFFER_TOO_SMALL, "a short output");
        assert_eq!(file.ioctl(Add::CODE, &[], 0).status, BUFFER_TOO_SMALL, "neither");
        let longer = [bytes, b"more"].concat();
        let answer = file.ioctl(Add::CODE, &longer, 64);
        assert_eq!((answer.status, answer.information), (0, 8), "only what was declared is answered");
        assert_eq!(output_of::<Add>(&answer.output), Some(3));
        assert_eq!(output_of::<Add>(&answer.output[..7]), None);
    });
}

#[test]
fn a_code_that_nobody_declared_is_refused() {
    in_both_worlds(|machine| {
        assert_eq!(opened_file(machine, &driver::DRIVER).ioctl(UNKNOWN, &[], 8).status, INVALID_DEVICE_REQUEST)
    });
}

#[test]
fn the_second_buffer_of_in_direct_is_read_by_the_driver() {
    in_both_worlds(|machine| {
        let file = opened_file(machine, &driver::DRIVER);
        assert_eq!(file.ioctl(Take::CODE, input_bytes::<Take>(&3), 3).status, 0);
        assert_ne!(file.ioctl(Take::CODE, input_bytes::<Take>(&4), 3).status, 0);
    });
}

#[test]
fn an_answer_can_be_longer_than_its_declared_head() {
    in_both_worlds(|machine| {
        let answer = opened_file(machine, &driver::DRIVER).ioctl(Many::CODE, &[], 64);
        assert_eq!(output_of::<Many>(&answer.output), Some(2));
        assert_eq!(&answer.output[4..], b"ab");
    });
}

/// What the application's side depends on.
#[test]
fn the_shared_crate_knows_nothing_of_the_kernel() {
    let manifest = include_str!("../../wdf-ioctl/Cargo.toml");
    let (_, dependencies) = manifest.split_once("[dependencies]").expect("the crate has dependencies");
    assert_eq!(dependencies.trim(), "zerocopy.workspace = true");
}
