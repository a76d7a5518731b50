//! The fields of GCP log entries that take more than a path.

use super::convert::optional;
use super::{Paths, Reading};
use crate::catalogue::GcpAuditField as Field;
use crate::fields::{Stored, Text};
use crate::scan::trie::SlotId;

/// How a field of GCP log entries is read.
#[derive(Clone, Debug)]
pub(crate) enum GcpAuditRecipe {
    /// `gcp.policyDelta`
    PolicyDelta(PolicyDelta),
    /// `gcp.location`
    Location(Location),
    /// `gcp.logging.sink`: the type of the resource, and its name.
    LoggingSink(SlotId, SlotId),
}

impl GcpAuditRecipe {
    pub(super) fn new(field: Field, paths: &mut Paths) -> Self {
        match field {
            Field::PolicyDelta => Self::PolicyDelta(PolicyDelta::new(paths)),
            Field::Location => Self::Location(Location::new(paths)),
            Field::LoggingSink => Self::LoggingSink(resource_type(paths), label("name", paths)),
        }
    }

    pub(super) fn read(&self, event: &mut Reading<'_>) -> Stored {
        match self {
            Self::PolicyDelta(delta) => delta.read(event),
            Self::Location(location) => location.read(event),
            Self::LoggingSink(resource_type, name) => logging_sink(*resource_type, *name, event),
        }
    }
}

fn resource_type(paths: &mut Paths) -> SlotId {
    paths.slot(&["resource", "type"])
}

fn label(key: &str, paths: &mut Paths) -> SlotId {
    paths.slot(&["resource", "labels", key])
}

fn is_of_type(slot: SlotId, wanted: &[u8], event: &mut Reading<'_>) -> bool {
    event
        .string(slot)
        .is_some_and(|found| event.bytes(found) == wanted)
}

fn logging_sink(resource_type: SlotId, name: SlotId, event: &mut Reading<'_>) -> Stored {
    if !is_of_type(resource_type, b"logging_sink", event) {
        return Stored::Absent;
    }
    let name = event.text(name);
    optional(name, event)
}

/// The changed bindings of a bucket, or else of a data set.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PolicyDelta {
    resource_type: SlotId,
    of_bucket: SlotId,
    of_dataset: SlotId,
}

impl PolicyDelta {
    fn new(paths: &mut Paths) -> Self {
        Self {
            resource_type: resource_type(paths),
            of_bucket: paths.slot(&[
                "protoPayload",
                "serviceData",
                "policyDelta",
                "bindingDeltas",
            ]),
            of_dataset: paths.slot(&["protoPayload", "metadata", "datasetChange", "bindingDeltas"]),
        }
    }

    fn read(self, event: &mut Reading<'_>) -> Stored {
        let is_bucket = is_of_type(self.resource_type, b"gcs_bucket", event);
        let delta = event.json(if is_bucket {
            self.of_bucket
        } else {
            self.of_dataset
        });
        optional(delta, event)
    }
}

/// The location or region, or else the region that a zone's name begins with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Location {
    place: SlotId,
    region: SlotId,
    zone: SlotId,
}

impl Location {
    fn new(paths: &mut Paths) -> Self {
        Self {
            place: label("location", paths),
            region: label("region", paths),
            zone: label("zone", paths),
        }
    }

    fn read(self, event: &mut Reading<'_>) -> Stored {
        let named = event.text(self.place).or_else(|| event.text(self.region));
        let place = named.or_else(|| self.region_of_zone(event));
        optional(place, event)
    }

    /// Without its last two bytes, `us-central1-a` is `us-central1`.
    fn region_of_zone(self, event: &mut Reading<'_>) -> Option<Text> {
        let zone = event.string(self.zone)?;
        match event.bytes(zone).len() {
            0 => None,
            length @ 1..=2 => Some(zone.slice(0, length)),
            length => Some(zone.slice(0, length - 2)),
        }
    }
}
