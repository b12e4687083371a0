//! Collections.

use wdf_sim::Rule;
use wdf_tests::raw::{
    Collection, DELETE_PENDING, Log, Object, SUCCESS, UNSUCCESSFUL, WDF_EXECUTION_LEVEL_INVALID, all, attributes, calm,
    lenient, manual, object,
};
use wdf_tests::with;

#[test]
fn a_new_collection_is_empty() {
    calm(|m| {
        let collection = Collection::of(m.rig(manual()).raw);
        assert_eq!(collection.count(), 0);
        assert_eq!((collection.first(), collection.last(), collection.item(0)), (None, None, None));
    });
}

#[test]
fn items_stand_in_the_order_in_which_they_were_added() {
    calm(|m| {
        let device = m.rig(manual()).raw;
        let collection = Collection::of(device);
        let items: Vec<Object> = (0..3).map(|_| object(&attributes().parent(device)).unwrap()).collect();
        for item in &items {
            assert_eq!(collection.append(*item), SUCCESS);
        }
        assert_eq!(collection.count(), 3);
        assert_eq!(collection.first(), Some(items[0]));
        assert_eq!(collection.item(1), Some(items[1]));
        assert_eq!(collection.last(), Some(items[2]));
    });
}

#[test]
fn an_index_out_of_range_names_nothing() {
    calm(|m| {
        let device = m.rig(manual()).raw;
        let collection = Collection::of(device);
        assert_eq!(collection.append(device), SUCCESS);
        assert_eq!(collection.item(1), None);
        assert_eq!(collection.item(u32::MAX), None);
    });
}

#[test]
fn an_object_may_be_in_it_twice_and_the_first_is_removed_first() {
    calm(|m| {
        let device = m.rig(manual()).raw;
        let collection = Collection::of(device);
        let other = object(&attributes().parent(device)).unwrap();
        for item in [Object::from(device), other, Object::from(device)] {
            assert_eq!(collection.append(item), SUCCESS);
        }
        collection.remove(device);
        assert_eq!((collection.count(), collection.first(), collection.last()), (2, Some(other), Some(device.into())));
    });
}

#[test]
fn removing_by_index_moves_the_later_items_up() {
    calm(|m| {
        let device = m.rig(manual()).raw;
        let collection = Collection::of(device);
        let items: Vec<Object> = (0..3).map(|_| object(&attributes().parent(device)).unwrap()).collect();
        for item in &items {
            assert_eq!(collection.append(*item), SUCCESS);
        }
        collection.remove_at(1);
        assert_eq!((collection.count(), collection.item(1)), (2, Some(items[2])));
    });
}

/// An object that writes down its destruction, in a collection.
fn kept(m: &wdf_tests::raw::World<'_>, log: &Log) -> (Collection, Object) {
    let device = m.rig(manual()).raw;
    let collection = Collection::of(device);
    let item = object(&attributes().parent(device).destroy(log.writer("destroyed"))).unwrap();
    assert_eq!(collection.append(item), SUCCESS);
    (collection, item)
}

#[test]
fn an_item_that_is_deleted_stays_until_it_is_removed() {
    calm(|m| {
        let log = Log::new();
        let (collection, item) = kept(m, &log);
        item.delete();
        log.expect([]);
        assert_eq!(collection.first(), Some(item));
        collection.remove(item);
        log.expect(["destroyed"]);
    });
}

#[test]
fn deleting_the_collection_drops_what_it_holds() {
    calm(|m| {
        let log = Log::new();
        let (collection, item) = kept(m, &log);
        item.delete();
        log.expect([]);
        collection.delete();
        log.expect(["destroyed"]);
    });
}

#[test]
fn getting_an_item_takes_no_reference() {
    calm(|m| {
        let log = Log::new();
        let (collection, item) = kept(m, &log);
        assert_eq!((collection.first(), collection.last(), collection.item(0)), (Some(item), Some(item), Some(item)));
        collection.remove(item);
        item.delete();
        log.expect(["destroyed"]);
    });
}

#[test]
fn removing_what_is_not_there_breaks_and_changes_nothing() {
    lenient(|m| {
        let device = m.rig(manual()).raw;
        let collection = Collection::of(device);
        assert_eq!(collection.append(device), SUCCESS);
        let other = object(&attributes().parent(device)).unwrap();
        collection.remove(other);
        collection.remove_at(1);
        assert_eq!(collection.count(), 1);
        assert_eq!(m.broken(), [Rule::CollectionMisused, Rule::CollectionMisused]);
    });
}

#[test]
fn its_attributes_are_checked() {
    calm(|m| {
        let device = m.rig(manual()).raw;
        let passive = attributes().parent(device).passive();
        assert_eq!(Collection::create(&passive), Err(WDF_EXECUTION_LEVEL_INVALID));
        let log = Log::new();
        let parent = object(&attributes().parent(device).cleanup(with!(log => move |parent: Object| {
            assert_eq!(Collection::create(&attributes().parent(parent)), Err(DELETE_PENDING));
            log.add("refused");
        })));
        parent.unwrap().delete();
        log.expect(["refused"]);
    });
}

#[test]
fn threads_that_add_and_remove_at_once_do_not_disturb_each_other() {
    all(2, |m| {
        let device = m.rig(manual()).raw;
        let collection = Collection::of(device);
        let own = move || {
            let item = object(&attributes().parent(device)).unwrap();
            assert_eq!(collection.append(item), SUCCESS);
            collection.remove(item);
        };
        let other = m.spawn(move |_| own());
        own();
        other.join();
        assert_eq!(collection.count(), 0);
    });
}

#[test]
fn an_item_for_which_there_is_no_memory_is_not_added() {
    let seen = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let into = std::sync::Arc::clone(&seen);
    let explorer = wdf_sim::Explorer::calm().faults([wdf_sim::Fault::FailedCall]);
    wdf_tests::raw::check(explorer, wdf_sim::Verifier::Off, move |m| {
        let Ok(driver) =
            wdf_tests::raw::load(m, |init| wdf_tests::raw::plan().create(init).map_or_else(|s| s, |_| SUCCESS))
        else {
            return;
        };
        let _ = driver.add_device();
        if let Ok(collection) = Collection::create(&attributes())
            && let Ok(item) = object(&attributes())
        {
            let status = collection.append(item);
            assert_eq!(collection.count(), u32::from(status == SUCCESS));
            into.lock().unwrap().push(status);
        }
    })
    .unwrap();
    let seen = seen.lock().unwrap();
    assert!(seen.contains(&UNSUCCESSFUL) && seen.contains(&SUCCESS), "{seen:x?}");
}
