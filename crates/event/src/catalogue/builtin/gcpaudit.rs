//! Fields of the `gcpaudit` plugin.
//!
//! The plugin's own `gcp.request`, `gcp.authorizationInfo` and `gcp.policyDelta` are always empty, though it
//! documents JSON and its rules look into it. Here they are JSON.

use std::borrow::Cow;

use super::row::{json_at, text, text_at};
use crate::catalogue::{Extraction, FieldSpec, GcpAuditField, Plugin, Provider};

/// The plugin.
pub(super) const PLUGIN: Plugin = Plugin {
    name: Cow::Borrowed("gcpaudit"),
    version: Cow::Borrowed("0.8.1"),
};

/// The plugin's fields.
pub(super) fn provider() -> Provider {
    Provider {
        name: PLUGIN.name,
        is_plugin: true,
        fields: FIELDS.to_vec(),
    }
}

static FIELDS: &[FieldSpec] = &[
    text_at(
        "gcp.user",
        &["protoPayload", "authenticationInfo", "principalEmail"],
        "Who made the call.",
    ),
    text_at(
        "gcp.callerIP",
        &["protoPayload", "requestMetadata", "callerIp"],
        "Address that the call came from.",
    ),
    text_at(
        "gcp.userAgent",
        &["protoPayload", "requestMetadata", "callerSuppliedUserAgent"],
        "Program that made the call.",
    ),
    json_at(
        "gcp.authorizationInfo",
        &["protoPayload", "authorizationInfo"],
        "Permissions that were checked, as JSON.",
    ),
    text_at(
        "gcp.serviceName",
        &["protoPayload", "serviceName"],
        "Service that got the call.",
    ),
    special(
        "gcp.policyDelta",
        GcpAuditField::PolicyDelta,
        "Changes of who may do what, as JSON.",
    ),
    json_at(
        "gcp.request",
        &["protoPayload", "request"],
        "The whole request as JSON.",
    ),
    text_at(
        "gcp.methodName",
        &["protoPayload", "methodName"],
        "Name of the call.",
    ),
    text_at(
        "gcp.cloudfunctions.function",
        &["resource", "labels", "function_name"],
        "Cloud function that the call was about.",
    ),
    text_at(
        "gcp.cloudsql.databaseId",
        &["resource", "labels", "database_id"],
        "Database that the call was about.",
    ),
    text_at(
        "gcp.compute.instanceId",
        &["resource", "labels", "instance_id"],
        "Instance that the call was about.",
    ),
    text_at(
        "gcp.compute.networkId",
        &["resource", "labels", "network_id"],
        "Network that the call was about.",
    ),
    text_at(
        "gcp.compute.subnetwork",
        &["resource", "labels", "subnetwork_name"],
        "Subnetwork that the call was about.",
    ),
    text_at(
        "gcp.compute.subnetworkId",
        &["resource", "labels", "subnetwork_id"],
        "Id of the subnetwork that the call was about.",
    ),
    text_at(
        "gcp.dns.zone",
        &["resource", "labels", "zone_name"],
        "DNS zone that the call was about.",
    ),
    text_at(
        "gcp.iam.serviceAccount",
        &["resource", "labels", "email_id"],
        "Service account that the call was about.",
    ),
    text_at(
        "gcp.iam.serviceAccountId",
        &["resource", "labels", "unique_id"],
        "Id of the service account that the call was about.",
    ),
    special(
        "gcp.location",
        GcpAuditField::Location,
        "Region or zone of the resource.",
    ),
    special(
        "gcp.logging.sink",
        GcpAuditField::LoggingSink,
        "Logging sink that the call was about.",
    ),
    text_at(
        "gcp.projectId",
        &["resource", "labels", "project_id"],
        "Project of the resource.",
    ),
    text_at(
        "gcp.resourceName",
        &["protoPayload", "resourceName"],
        "Name of the resource.",
    ),
    text_at(
        "gcp.resourceType",
        &["resource", "type"],
        "Type of the resource.",
    ),
    json_at(
        "gcp.resourceLabels",
        &["resource", "labels"],
        "Labels of the resource, as JSON.",
    ),
    text_at(
        "gcp.storage.bucket",
        &["resource", "labels", "bucket_name"],
        "Bucket that the call was about.",
    ),
    text_at(
        "gcp.time",
        &["timestamp"],
        "Time of the call as the entry has it.",
    ),
];

const fn special(
    name: &'static str,
    extraction: GcpAuditField,
    description: &'static str,
) -> FieldSpec {
    text(name, Extraction::GcpAudit(extraction), description)
}
