//! `WDFCOLLECTION`: an ordered set of objects.
//!
//! Functions only.
//!
//! Facts: wdfcollection.h of KMDF 1.33.
//! Documentation: <https://learn.microsoft.com/windows-hardware/drivers/ddi/wdfcollection/>.

use crate::declare::wdf_functions;
use crate::{NTSTATUS, PWDF_OBJECT_ATTRIBUTES, ULONG, WDFCOLLECTION, WDFOBJECT};

wdf_functions! {
    #[index(WdfCollectionCreateTableIndex)]
    #[pointer(PFN_WDFCOLLECTIONCREATE)]
    fn WdfCollectionCreate(
        CollectionAttributes: PWDF_OBJECT_ATTRIBUTES,
        Collection: *mut WDFCOLLECTION,
    ) -> NTSTATUS;

    #[index(WdfCollectionGetCountTableIndex)]
    #[pointer(PFN_WDFCOLLECTIONGETCOUNT)]
    fn WdfCollectionGetCount(Collection: WDFCOLLECTION) -> ULONG;

    #[index(WdfCollectionAddTableIndex)]
    #[pointer(PFN_WDFCOLLECTIONADD)]
    fn WdfCollectionAdd(Collection: WDFCOLLECTION, Object: WDFOBJECT) -> NTSTATUS;

    #[index(WdfCollectionRemoveTableIndex)]
    #[pointer(PFN_WDFCOLLECTIONREMOVE)]
    fn WdfCollectionRemove(Collection: WDFCOLLECTION, Item: WDFOBJECT);

    #[index(WdfCollectionRemoveItemTableIndex)]
    #[pointer(PFN_WDFCOLLECTIONREMOVEITEM)]
    fn WdfCollectionRemoveItem(Collection: WDFCOLLECTION, Index: ULONG);

    #[index(WdfCollectionGetItemTableIndex)]
    #[pointer(PFN_WDFCOLLECTIONGETITEM)]
    fn WdfCollectionGetItem(Collection: WDFCOLLECTION, Index: ULONG) -> WDFOBJECT;

    #[index(WdfCollectionGetFirstItemTableIndex)]
    #[pointer(PFN_WDFCOLLECTIONGETFIRSTITEM)]
    fn WdfCollectionGetFirstItem(Collection: WDFCOLLECTION) -> WDFOBJECT;

    #[index(WdfCollectionGetLastItemTableIndex)]
    #[pointer(PFN_WDFCOLLECTIONGETLASTITEM)]
    fn WdfCollectionGetLastItem(Collection: WDFCOLLECTION) -> WDFOBJECT;
}
