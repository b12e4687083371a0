//! Lists of hardware resources, wanted and assigned.
//!
//! Functions only; the descriptors are in `wdm/resource.rs`.
//!
//! Facts: wdfresource.h of KMDF 1.33.
//! Documentation: <https://learn.microsoft.com/windows-hardware/drivers/ddi/wdfresource/>.

use crate::declare::wdf_functions;
use crate::{
    INTERFACE_TYPE, NTSTATUS, PCM_PARTIAL_RESOURCE_DESCRIPTOR, PIO_RESOURCE_DESCRIPTOR, PWDF_OBJECT_ATTRIBUTES, ULONG,
    WDFCMRESLIST, WDFIORESLIST, WDFIORESREQLIST,
};

wdf_functions! {
    #[index(WdfIoResourceRequirementsListSetSlotNumberTableIndex)]
    #[pointer(PFN_WDFIORESOURCEREQUIREMENTSLISTSETSLOTNUMBER)]
    fn WdfIoResourceRequirementsListSetSlotNumber(
        RequirementsList: WDFIORESREQLIST,
        SlotNumber: ULONG,
    );

    #[index(WdfIoResourceRequirementsListSetInterfaceTypeTableIndex)]
    #[pointer(PFN_WDFIORESOURCEREQUIREMENTSLISTSETINTERFACETYPE)]
    fn WdfIoResourceRequirementsListSetInterfaceType(
        RequirementsList: WDFIORESREQLIST,
        InterfaceType: INTERFACE_TYPE,
    );

    #[index(WdfIoResourceRequirementsListAppendIoResListTableIndex)]
    #[pointer(PFN_WDFIORESOURCEREQUIREMENTSLISTAPPENDIORESLIST)]
    fn WdfIoResourceRequirementsListAppendIoResList(
        RequirementsList: WDFIORESREQLIST,
        IoResList: WDFIORESLIST,
    ) -> NTSTATUS;

    #[index(WdfIoResourceRequirementsListInsertIoResListTableIndex)]
    #[pointer(PFN_WDFIORESOURCEREQUIREMENTSLISTINSERTIORESLIST)]
    fn WdfIoResourceRequirementsListInsertIoResList(
        RequirementsList: WDFIORESREQLIST,
        IoResList: WDFIORESLIST,
        Index: ULONG,
    ) -> NTSTATUS;

    #[index(WdfIoResourceRequirementsListGetCountTableIndex)]
    #[pointer(PFN_WDFIORESOURCEREQUIREMENTSLISTGETCOUNT)]
    fn WdfIoResourceRequirementsListGetCount(RequirementsList: WDFIORESREQLIST) -> ULONG;

    #[index(WdfIoResourceRequirementsListGetIoResListTableIndex)]
    #[pointer(PFN_WDFIORESOURCEREQUIREMENTSLISTGETIORESLIST)]
    fn WdfIoResourceRequirementsListGetIoResList(
        RequirementsList: WDFIORESREQLIST,
        Index: ULONG,
    ) -> WDFIORESLIST;

    #[index(WdfIoResourceRequirementsListRemoveTableIndex)]
    #[pointer(PFN_WDFIORESOURCEREQUIREMENTSLISTREMOVE)]
    fn WdfIoResourceRequirementsListRemove(RequirementsList: WDFIORESREQLIST, Index: ULONG);

    #[index(WdfIoResourceRequirementsListRemoveByIoResListTableIndex)]
    #[pointer(PFN_WDFIORESOURCEREQUIREMENTSLISTREMOVEBYIORESLIST)]
    fn WdfIoResourceRequirementsListRemoveByIoResList(
        RequirementsList: WDFIORESREQLIST,
        IoResList: WDFIORESLIST,
    );

    #[index(WdfIoResourceListCreateTableIndex)]
    #[pointer(PFN_WDFIORESOURCELISTCREATE)]
    fn WdfIoResourceListCreate(
        RequirementsList: WDFIORESREQLIST,
        Attributes: PWDF_OBJECT_ATTRIBUTES,
        ResourceList: *mut WDFIORESLIST,
    ) -> NTSTATUS;

    #[index(WdfIoResourceListAppendDescriptorTableIndex)]
    #[pointer(PFN_WDFIORESOURCELISTAPPENDDESCRIPTOR)]
    fn WdfIoResourceListAppendDescriptor(
        ResourceList: WDFIORESLIST,
        Descriptor: PIO_RESOURCE_DESCRIPTOR,
    ) -> NTSTATUS;

    #[index(WdfIoResourceListInsertDescriptorTableIndex)]
    #[pointer(PFN_WDFIORESOURCELISTINSERTDESCRIPTOR)]
    fn WdfIoResourceListInsertDescriptor(
        ResourceList: WDFIORESLIST,
        Descriptor: PIO_RESOURCE_DESCRIPTOR,
        Index: ULONG,
    ) -> NTSTATUS;

    #[index(WdfIoResourceListUpdateDescriptorTableIndex)]
    #[pointer(PFN_WDFIORESOURCELISTUPDATEDESCRIPTOR)]
    fn WdfIoResourceListUpdateDescriptor(
        ResourceList: WDFIORESLIST,
        Descriptor: PIO_RESOURCE_DESCRIPTOR,
        Index: ULONG,
    );

    #[index(WdfIoResourceListGetCountTableIndex)]
    #[pointer(PFN_WDFIORESOURCELISTGETCOUNT)]
    fn WdfIoResourceListGetCount(ResourceList: WDFIORESLIST) -> ULONG;

    #[index(WdfIoResourceListGetDescriptorTableIndex)]
    #[pointer(PFN_WDFIORESOURCELISTGETDESCRIPTOR)]
    fn WdfIoResourceListGetDescriptor(
        ResourceList: WDFIORESLIST,
        Index: ULONG,
    ) -> PIO_RESOURCE_DESCRIPTOR;

    #[index(WdfIoResourceListRemoveTableIndex)]
    #[pointer(PFN_WDFIORESOURCELISTREMOVE)]
    fn WdfIoResourceListRemove(ResourceList: WDFIORESLIST, Index: ULONG);

    #[index(WdfIoResourceListRemoveByDescriptorTableIndex)]
    #[pointer(PFN_WDFIORESOURCELISTREMOVEBYDESCRIPTOR)]
    fn WdfIoResourceListRemoveByDescriptor(
        ResourceList: WDFIORESLIST,
        Descriptor: PIO_RESOURCE_DESCRIPTOR,
    );

    #[index(WdfCmResourceListAppendDescriptorTableIndex)]
    #[pointer(PFN_WDFCMRESOURCELISTAPPENDDESCRIPTOR)]
    fn WdfCmResourceListAppendDescriptor(
        List: WDFCMRESLIST,
        Descriptor: PCM_PARTIAL_RESOURCE_DESCRIPTOR,
    ) -> NTSTATUS;

    #[index(WdfCmResourceListInsertDescriptorTableIndex)]
    #[pointer(PFN_WDFCMRESOURCELISTINSERTDESCRIPTOR)]
    fn WdfCmResourceListInsertDescriptor(
        List: WDFCMRESLIST,
        Descriptor: PCM_PARTIAL_RESOURCE_DESCRIPTOR,
        Index: ULONG,
    ) -> NTSTATUS;

    #[index(WdfCmResourceListGetCountTableIndex)]
    #[pointer(PFN_WDFCMRESOURCELISTGETCOUNT)]
    fn WdfCmResourceListGetCount(List: WDFCMRESLIST) -> ULONG;

    #[index(WdfCmResourceListGetDescriptorTableIndex)]
    #[pointer(PFN_WDFCMRESOURCELISTGETDESCRIPTOR)]
    fn WdfCmResourceListGetDescriptor(
        List: WDFCMRESLIST,
        Index: ULONG,
    ) -> PCM_PARTIAL_RESOURCE_DESCRIPTOR;

    #[index(WdfCmResourceListRemoveTableIndex)]
    #[pointer(PFN_WDFCMRESOURCELISTREMOVE)]
    fn WdfCmResourceListRemove(List: WDFCMRESLIST, Index: ULONG);

    #[index(WdfCmResourceListRemoveByDescriptorTableIndex)]
    #[pointer(PFN_WDFCMRESOURCELISTREMOVEBYDESCRIPTOR)]
    fn WdfCmResourceListRemoveByDescriptor(
        List: WDFCMRESLIST,
        Descriptor: PCM_PARTIAL_RESOURCE_DESCRIPTOR,
    );
}
