//! Registry keys of a safe driver: what it reads, what it writes, and that each is closed.

use wdf_sim::{Driver, Machine, RegistryValue};

use crate::in_both_worlds;

/// `STATUS_OBJECT_NAME_NOT_FOUND`, `STATUS_OBJECT_TYPE_MISMATCH`.
const NOT_FOUND: i32 = 0xC000_0034_u32.cast_signed();
const TYPE_MISMATCH: i32 = 0xC000_0024_u32.cast_signed();

mod driver {
    use wdf_safe::pool::Tag;
    use wdf_safe::prelude::*;
    use wdf_safe::registry::{DeviceKey, Key, KeyAccess};
    use wdf_safe::target::wide;

    const TAG: Tag = Tag::new(*b"Keys");
    static RATE: [u16; 4] = wide(b"Rate");
    static NAME: [u16; 4] = wide(b"Name");
    static PORTS: [u16; 5] = wide(b"Ports");
    static RAW: [u16; 3] = wide(b"Raw");
    static SEEN: [u16; 4] = wide(b"Seen");
    static HISTORY: [u16; 7] = wide(b"History");

    #[object_context]
    struct Settings {
        rate: AtomicU32,
    }

    #[driver_entry]
    fn driver_entry<'id>(cx: &mut Cx<'_, Passive>, driver: DriverInit<'id>) -> Result<Loaded<'id>> {
        DriverConfig::new(device_add).create(cx, driver, ())
    }

    #[evt_driver_device_add]
    fn device_add<'id>(cx: &mut Cx<'_, Passive>, driver: &Driver, init: DeviceInit<'id>) -> Result<Added<'id>> {
        let rate = driver.parameters(cx, KeyAccess::Read, |cx, key| key.query_u32(cx, &RATE))??;
        let device = init.create(cx, SettingsInit { rate: AtomicU32::new(rate) })?;
        QueueConfig::parallel().passive().default_queue().read(read).write(write).device_control(remove).create(
            cx,
            &device,
            (),
        )?;
        Ok(device.added())
    }

    fn settings(queue: &Queue<(), Parallel>) -> Result<&Device<Settings>> {
        queue.device::<Settings>().ok_or(NtStatus::DEVICE_NOT_READY.into())
    }

    /// Rate, name, ports and raw bytes, one behind the other, as the device's key has them.
    fn answer(cx: &mut Cx<'_, Passive>, key: &Key<'_>, rate: u32, put: &mut dyn FnMut(&[u8])) -> Result<()> {
        put(&rate.to_le_bytes());
        let name = key.query_string(cx, TAG, &NAME)?;
        for unit in name.get(cx) {
            put(&[*unit as u8]);
        }
        let ports = key.query_strings(cx, TAG, &PORTS)?;
        for port in ports.iter(cx) {
            put(b"|");
            for unit in port {
                put(&[*unit as u8]);
            }
        }
        let raw = key.query(cx, TAG, &RAW)?;
        put(&[b'|', raw.kind as u8]);
        put(raw.data.get(cx));
        Ok(())
    }

    #[evt_io_read]
    fn read<'id>(
        cx: &mut Cx<'_, Passive>,
        queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, Read>,
    ) -> Handled<'id> {
        let device = match settings(queue) {
            Ok(device) => device,
            Err(error) => return request.complete(cx, error.status()),
        };
        let mut writer = match request.into_writer() {
            Ok(writer) => writer,
            Err(failed) => return failed.complete(cx),
        };
        let rate = device.context().rate.load(Ordering::Relaxed);
        let put: &mut dyn FnMut(&[u8]) = &mut |bytes| {
            writer.put(bytes);
        };
        let answered =
            device.registry_key(cx, DeviceKey::Hardware, KeyAccess::Read, |cx, key| answer(cx, key, rate, put));
        match answered.and_then(|answered| answered) {
            Ok(()) => writer.complete(cx),
            Err(error) => writer.into_request().complete(cx, error.status()),
        }
    }

    /// Notes what was written, below the device's key: as text, as texts, as bytes, as a number.
    fn note(cx: &mut Cx<'_, Passive>, key: &Key<'_>, bytes: &[u8]) -> Result<()> {
        let mut units = [0; 8];
        for (unit, byte) in units.iter_mut().zip(bytes) {
            *unit = u16::from(*byte);
        }
        let text = units.get(..bytes.len().min(8)).unwrap_or(&[]);
        key.create(cx, &SEEN, KeyAccess::ReadWrite, |cx, key| {
            key.assign_string(cx, &NAME, text)?;
            key.assign_strings(cx, TAG, &HISTORY, &[text, &NAME])?;
            key.assign_bytes(cx, TAG, &RAW, bytes)?;
            key.assign_u32(cx, &RATE, bytes.len() as u32)
        })?
    }

    #[evt_io_write]
    fn write<'id>(
        cx: &mut Cx<'_, Passive>,
        queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, Write>,
    ) -> Handled<'id> {
        let mut bytes = [0; 8];
        let noted = request.input().map(|input| input.copy_to(&mut bytes)).and_then(|count| {
            let device = settings(queue)?;
            let bytes = bytes.get(..count).unwrap_or(&[]);
            device.registry_key(cx, DeviceKey::Hardware, KeyAccess::ReadWrite, |cx, key| note(cx, key, bytes))?
        });
        request.complete(cx, noted.map_or_else(Error::status, |()| NtStatus::SUCCESS))
    }

    /// Removes the number below.
    #[evt_io_device_control]
    fn remove<'id>(
        cx: &mut Cx<'_, Passive>,
        queue: &Queue<(), Parallel>,
        request: Request<'id, Owned, DeviceControl>,
    ) -> Handled<'id> {
        let removed = settings(queue).and_then(|device| {
            device.registry_key(cx, DeviceKey::Hardware, KeyAccess::Read, |cx, key| {
                key.open(cx, &SEEN, KeyAccess::Write, |cx, key| key.remove_value(cx, &RATE))
            })??
        });
        request.complete(cx, removed.map_or_else(Error::status, |()| NtStatus::SUCCESS))
    }
}

fn loaded(machine: &Machine) -> Driver {
    let driver = machine.load(&driver::DRIVER).expect("the driver loads");
    let parameters = format!(r"{}\Parameters", driver.registry_path());
    machine.set_registry_value(&parameters, "Rate", &RegistryValue::Dword(115_200));
    driver
}

#[test]
fn a_driver_reads_numbers_strings_and_bytes() {
    in_both_worlds(|machine| {
        let device = loaded(machine).add_device().expect("the device starts");
        let key = device.hardware_key();
        machine.set_registry_value(&key, "Name", &RegistryValue::Text("modem".to_owned()));
        let ports = ["one".to_owned(), "two".to_owned()];
        machine.set_registry_value(&key, "Ports", &RegistryValue::Texts(ports.to_vec()));
        machine.set_registry_value(&key, "Raw", &RegistryValue::Binary(b"\x01\x02\x03".to_vec()));
        let file = device.open().expect("the device opens");
        let answer = file.read(64);
        assert_eq!(answer.status, 0);
        assert_eq!(answer.output, [&115_200_u32.to_le_bytes()[..], b"modem|one|two|\x03\x01\x02\x03"].concat());
    });
}

#[test]
fn a_value_that_is_not_there_or_of_another_type_is_an_error() {
    in_both_worlds(|machine| {
        let without = machine.load(&driver::DRIVER).expect("the driver loads");
        assert!(without.add_device().is_err(), "there is no key with parameters");
        let parameters = format!(r"{}\Parameters", without.registry_path());
        machine.set_registry_value(&parameters, "Rate", &RegistryValue::Text("fast".to_owned()));
        assert!(without.add_device().is_err(), "a string is no number");
        machine.set_registry_value(&parameters, "Rate", &RegistryValue::Dword(1));
        let device = without.add_device().expect("the device starts");
        let file = device.open().expect("the device opens");
        assert_eq!(file.read(64).status, NOT_FOUND);
        machine.set_registry_value(&device.hardware_key(), "Name", &RegistryValue::Dword(1));
        assert_eq!(file.read(64).status, TYPE_MISMATCH);
    });
}

#[test]
fn what_a_driver_writes_is_in_the_registry() {
    in_both_worlds(|machine| {
        let device = loaded(machine).add_device().expect("the device starts");
        let file = device.open().expect("the device opens");
        assert_eq!(file.write(b"abc").status, 0);
        let seen = format!(r"{}\Seen", device.hardware_key());
        let value = |name| machine.registry_value(&seen, name);
        assert_eq!(value("Name"), Some(RegistryValue::Text("abc".to_owned())));
        assert_eq!(value("History"), Some(RegistryValue::Texts(vec!["abc".to_owned(), "Name".to_owned()])));
        assert_eq!(value("Raw"), Some(RegistryValue::Binary(b"abc".to_vec())));
        assert_eq!(value("Rate"), Some(RegistryValue::Dword(3)));
        assert_eq!(file.ioctl(0, &[], 0).status, 0);
        assert_eq!(value("Rate"), None);
        assert_eq!(file.ioctl(0, &[], 0).status, NOT_FOUND);
    });
}
