//! String objects.

use wdf_tests::raw::{
    INVALID_DEVICE_REQUEST, INVALID_PARAMETER, Object, Text, attributes, calm, lenient, manual, unicode, utf16,
};

#[test]
fn a_string_object_is_a_copy_with_a_zero_behind_it() {
    calm(|m| {
        let _rig = m.rig(manual());
        let mut units = utf16("kept");
        let string = Text::create(Some(&unicode(&units)), &attributes()).unwrap();
        units.fill(0);
        let held = string.unicode();
        assert_eq!(string.text(), "kept");
        assert_eq!((held.Length, held.MaximumLength), (8, 10));
        // SAFETY: the framework's copy has room for the zero behind its length.
        assert_eq!(unsafe { *held.Buffer.wrapping_add(4) }, 0);
    });
}

#[test]
fn a_string_created_of_nothing_is_empty_and_nowhere() {
    calm(|m| {
        let _rig = m.rig(manual());
        let held = Text::create(None, &attributes()).unwrap().unicode();
        assert_eq!((held.Length, held.MaximumLength), (0, 0));
        assert!(held.Buffer.is_null());
    });
}

#[test]
fn an_empty_string_has_room_for_its_zero() {
    calm(|m| {
        let _rig = m.rig(manual());
        let held = Text::of("").unicode();
        assert_eq!((held.Length, held.MaximumLength), (0, 2));
    });
}

#[test]
fn half_characters_a_missing_buffer_and_more_than_fits_are_refused() {
    calm(|m| {
        let _rig = m.rig(manual());
        let units = utf16("text");
        let good = unicode(&units);
        for (length, room, buffer) in
            [(7, 8, good.Buffer), (6, 7, good.Buffer), (0, 8, std::ptr::null_mut()), (8, 6, good.Buffer)]
        {
            let bad = wdk_sys::UNICODE_STRING { Length: length, MaximumLength: room, Buffer: buffer };
            assert_eq!(Text::create(Some(&bad), &attributes()), Err(INVALID_PARAMETER), "{length} {room}");
        }
        assert!(Text::create(Some(&wdk_sys::UNICODE_STRING::default()), &attributes()).is_ok());
    });
}

#[test]
fn above_passive_level_v1_refuses() {
    lenient(|m| {
        let lock = Object::from(m.rig(manual()).raw);
        let string = Text::of("text");
        lock.lock();
        let created = Text::create(None, &attributes());
        let held = string.unicode();
        lock.unlock();
        assert_eq!(created.err(), m.either(None, Some(INVALID_DEVICE_REQUEST)));
        assert_eq!(held.Length, m.either(8, 0));
    });
}
