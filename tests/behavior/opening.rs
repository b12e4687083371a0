//! Handles are opened, have contexts, and are closed.

use wdf_sim::Status;

use crate::{DEVICE_BUSY, INVALID_DEVICE_REQUEST, in_both_worlds};

const COUNTS: u32 = 0x22_2000;

/// A driver that lets two handles be open at a time, and counts what each of them reads.
mod driver {
    use wdf_safe::prelude::*;

    #[object_context]
    struct Desk {
        open: AtomicU32,
        closed: AtomicU32,
        /// What those that were closed had read.
        read: AtomicU32,
        files: FileObjects,
    }

    /// Of a handle.
    #[object_context]
    struct Reader {
        read: AtomicU32,
        _gone: Gone,
    }

    /// Is dropped with the handle, in memory that is still there.
    struct Gone(AtomicU32);

    impl Drop for Gone {
        fn drop(&mut self) {
            self.0.store(u32::MAX, Ordering::Relaxed);
        }
    }

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        DriverConfig::new(device_add).create(cx, driver, ())
    }

    #[evt_driver_device_add]
    fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, mut init: DeviceInit<'id>) -> Result<Added<'id>> {
        let files = init.use_file_objects();
        let desk = DeskInit { open: AtomicU32::new(0), closed: AtomicU32::new(0), read: AtomicU32::new(0), files };
        let config = DeviceConfig::new(init).file_create_with(reader, opened);
        let device = config.file_cleanup(cleaned).file_close(closed).create(cx, desk)?;
        QueueConfig::sequential().default_queue().read(read).device_control(counts).create(cx, &device, ())?;
        Ok(device.added())
    }

    fn reader(_cx: &mut Cx<'_, Dispatch>, _device: &Device<Desk>) -> ReaderInit<AtomicU32, Gone> {
        ReaderInit { read: AtomicU32::new(0), _gone: Gone(AtomicU32::new(0)) }
    }

    #[evt_device_file_create]
    fn opened<'id>(
        cx: &mut Cx<'_, Dispatch>,
        device: &Device<Desk>,
        request: Request<'id, Opening, Any>,
        file: &FileObject<'_>,
    ) -> Handled<'id> {
        let there = file.context::<Reader>().is_some() && file.name().is_empty();
        if !there || device.context().open.load(Ordering::Relaxed) == 2 {
            return request.complete(cx, NtStatus::DEVICE_BUSY);
        }
        device.context().open.fetch_add(1, Ordering::Relaxed);
        request.complete(cx, NtStatus::SUCCESS)
    }

    #[evt_file_cleanup]
    fn cleaned(_cx: &mut Cx<'_, Dispatch>, device: &Device<Desk>, file: &FileObject<'_>) {
        let read = file.context::<Reader>().map_or(0, |reader| reader.read.load(Ordering::Relaxed));
        device.context().read.fetch_add(read, Ordering::Relaxed);
    }

    #[evt_file_close]
    fn closed(_cx: &mut Cx<'_, Dispatch>, device: &Device<Desk>, file: &FileObject<'_>) {
        if file.context::<Reader>().is_some() {
            device.context().closed.fetch_add(1, Ordering::Relaxed);
            device.context().open.fetch_sub(1, Ordering::Relaxed);
        }
    }

    #[evt_io_read]
    fn read<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<()>, request: Request<'id, Owned, Read>) -> Handled<'id> {
        let length = request.parameters().length as u32;
        let Some(read) = queue
            .device::<Desk>()
            .and_then(|desk| request.file_object(&desk.context().files))
            .as_ref()
            .and_then(FileObject::context::<Reader>)
            .map(|reader| reader.read.fetch_add(length, Ordering::Relaxed) + length)
        else {
            return request.complete(cx, NtStatus::INVALID_DEVICE_REQUEST);
        };
        match request.into_writer() {
            Ok(mut answer) => {
                answer.put(&read.to_le_bytes());
                answer.complete(cx)
            }
            Err(failed) => failed.complete(cx),
        }
    }

    #[evt_io_device_control]
    fn counts<'id>(
        cx: &mut Cx<'_, Dispatch>,
        queue: &Queue<()>,
        request: Request<'id, Owned, DeviceControl>,
    ) -> Handled<'id> {
        let Some(desk) = queue.device::<Desk>().map(Device::context) else {
            return request.complete(cx, NtStatus::DEVICE_NOT_READY);
        };
        match request.into_writer() {
            Ok(mut answer) => {
                for count in [&desk.open, &desk.closed, &desk.read] {
                    answer.put(&count.load(Ordering::Relaxed).to_le_bytes());
                }
                answer.complete(cx)
            }
            Err(failed) => failed.complete(cx),
        }
    }
}

/// A driver that keeps the proof that its device has file objects where it proves nothing: in the context of a queue.
mod misplaced {
    use wdf_safe::prelude::*;

    #[object_context]
    struct Desk {
        files: FileObjects,
    }

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        DriverConfig::new(device_add).create(cx, driver, ())
    }

    #[evt_driver_device_add]
    fn device_add<'id>(cx: &mut Cx<'_, Passive>, _: &Driver, mut init: DeviceInit<'id>) -> Result<Added<'id>> {
        let files = init.use_file_objects();
        let device = init.create(cx, ())?;
        QueueConfig::sequential().default_queue().read(read).create(cx, &device, DeskInit { files })?;
        Ok(device.added())
    }

    #[evt_io_read]
    fn read<'id>(cx: &mut Cx<'_, Dispatch>, queue: &Queue<Desk>, request: Request<'id, Owned, Read>) -> Handled<'id> {
        let none = request.file_object(&queue.context().files).is_none();
        request.complete(cx, if none { NtStatus::NOT_FOUND } else { NtStatus::SUCCESS })
    }
}

fn counts(file: &wdf_sim::File) -> [u32; 3] {
    let answer = file.ioctl(COUNTS, &[], 12).output;
    [0, 4, 8].map(|at| u32::from_le_bytes(answer[at..at + 4].try_into().expect("four bytes")))
}

#[test]
fn each_handle_has_a_context_of_its_own() {
    in_both_worlds(|machine| {
        let device = machine.load(&driver::DRIVER).expect("the driver loads").add_device().expect("it starts");
        let [one, other] = [(); 2].map(|()| device.open().expect("it opens"));
        assert_eq!(one.read(4).output, 4_u32.to_le_bytes());
        assert_eq!(one.read(6).output, 10_u32.to_le_bytes());
        assert_eq!(other.read(5).output, 5_u32.to_le_bytes());
        one.close();
        assert_eq!(counts(&other), [1, 1, 10]);
    });
}

#[test]
fn a_handle_is_not_open_when_the_driver_refuses_it() {
    in_both_worlds(|machine| {
        let device = machine.load(&driver::DRIVER).expect("the driver loads").add_device().expect("it starts");
        let [one, other] = [(); 2].map(|()| device.open().expect("it opens"));
        assert_eq!(device.open().map(|_| ()), Err(Status(DEVICE_BUSY)));
        one.close();
        let third = device.open().expect("there is room");
        assert_eq!(counts(&third)[..2], [2, 1]);
        other.close();
    });
}

/// M77. Rules: FileObjectConfigured.
#[test]
fn the_proof_that_a_device_has_file_objects_lies_in_its_own_context() {
    in_both_worlds(|machine| {
        let driver = machine.load(&misplaced::DRIVER).expect("the driver loads");
        assert_eq!(driver.add_device().err().map(|status| status.0), Some(INVALID_DEVICE_REQUEST));
    });
}
