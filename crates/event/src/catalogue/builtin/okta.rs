//! Fields of the `okta` plugin.

use std::borrow::Cow;

use super::row::{
    OPTIONAL_INDEX, REQUIRED_INDEX, field, text, text_or_empty_at as text_at, with_argument,
};
use crate::catalogue::{
    Extraction, FieldSpec, OktaField, OktaTarget, OktaTargetProperty, Plugin, Provider, ValueType,
};

/// The plugin.
pub(super) const PLUGIN: Plugin = Plugin {
    name: Cow::Borrowed("okta"),
    version: Cow::Borrowed("0.12.0"),
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
    special(
        "okta.app",
        OktaField::App,
        "Key of the application in the request URI.",
    ),
    text_at(
        "okta.behaviors",
        &["debugContext", "debugData", "behaviors"],
        "What Okta's behaviour detection said.",
    ),
    special(
        "okta.org",
        OktaField::Organization,
        "The configured organisation.",
    ),
    text_at(
        "okta.evt.type",
        &["eventType"],
        "Type of the event, for example `user.session.start`.",
    ),
    text_at(
        "okta.evt.legacytype",
        &["legacyEventType"],
        "Type of the event in the old scheme.",
    ),
    text_at(
        "okta.severity",
        &["severity"],
        "Severity that Okta gave the event.",
    ),
    text_at(
        "okta.message",
        &["displayMessage"],
        "What happened, for people.",
    ),
    text_at(
        "okta.published",
        &["published"],
        "Time of the event as the event has it.",
    ),
    text_at(
        "okta.logonlysecuritydata",
        &["debugContext", "debugData", "logOnlySecurityData"],
        "Risk data that Okta only logs.",
    ),
    text_at("okta.actor.id", &["actor", "id"], "Id of who acted."),
    text_at("okta.actor.Type", &["actor", "type"], "Type of who acted."),
    text_at(
        "okta.actor.alternateid",
        &["actor", "alternateId"],
        "Login of who acted.",
    ),
    text_at(
        "okta.actor.name",
        &["actor", "displayName"],
        "Name of who acted.",
    ),
    text_at(
        "okta.client.zone",
        &["client", "zone"],
        "Network zone of the client.",
    ),
    text_at(
        "okta.client.ip",
        &["client", "ipAddress"],
        "Address of the client.",
    ),
    text_at(
        "okta.client.device",
        &["client", "device"],
        "Kind of device of the client.",
    ),
    text_at("okta.client.id", &["client", "id"], "Id of the client."),
    text_at(
        "okta.client.geo.city",
        &["client", "geographicalContext", "city"],
        "City of the client.",
    ),
    text_at(
        "okta.client.geo.state",
        &["client", "geographicalContext", "state"],
        "State of the client.",
    ),
    text_at(
        "okta.client.geo.country",
        &["client", "geographicalContext", "country"],
        "Country of the client.",
    ),
    text_at(
        "okta.client.geo.postalcode",
        &["client", "geographicalContext", "postalCode"],
        "Postal code of the client.",
    ),
    special(
        "okta.client.geo.lat",
        OktaField::Latitude,
        "Latitude of the client.",
    ),
    special(
        "okta.client.geo.lon",
        OktaField::Longitude,
        "Longitude of the client.",
    ),
    text_at(
        "okta.useragent.os",
        &["client", "userAgent", "os"],
        "Operating system of the client.",
    ),
    text_at(
        "okta.useragent.browser",
        &["client", "userAgent", "browser"],
        "Browser of the client.",
    ),
    text_at(
        "okta.useragent.raw",
        &["client", "userAgent", "rawUserAgent"],
        "The client's user agent as it sent it.",
    ),
    text_at(
        "okta.result",
        &["outcome", "result"],
        "How the event ended, for example `SUCCESS`.",
    ),
    text_at(
        "okta.reason",
        &["outcome", "reason"],
        "Why the event ended so.",
    ),
    text_at(
        "okta.transaction.id",
        &["transaction", "id"],
        "Id of the transaction.",
    ),
    text_at(
        "okta.transaction.type",
        &["transaction", "type"],
        "Type of the transaction.",
    ),
    text_at(
        "okta.requesturi",
        &["debugContext", "debugData", "requestUri"],
        "URI of the request.",
    ),
    text_at(
        "okta.principal.id",
        &["debugContext", "debugData", "originalPrincipal", "id"],
        "Id of the original principal.",
    ),
    text_at(
        "okta.principal.alternateid",
        &[
            "debugContext",
            "debugData",
            "originalPrincipal",
            "alternateId",
        ],
        "Login of the original principal.",
    ),
    text_at(
        "okta.principal.type",
        &["debugContext", "debugData", "originalPrincipal", "type"],
        "Type of the original principal.",
    ),
    text_at(
        "okta.principal.name",
        &[
            "debugContext",
            "debugData",
            "originalPrincipal",
            "displayName",
        ],
        "Name of the original principal.",
    ),
    special(
        "okta.authentication.step",
        OktaField::AuthenticationStep,
        "Step of the authentication.",
    ),
    text_at(
        "okta.authentication.sessionid",
        &["authenticationContext", "externalSessionId"],
        "Id of the external session.",
    ),
    text_at(
        "okta.authentication.provider",
        &["authenticationContext", "authenticationProvider"],
        "Who authenticated.",
    ),
    text_at(
        "okta.authentication.credentialprovider",
        &["authenticationContext", "credentialProvider"],
        "Who provided the credential.",
    ),
    field(
        "okta.security.asnumber",
        ValueType::Uint64,
        Extraction::Okta(OktaField::AsNumber),
        "Number of the client's autonomous system.",
    ),
    text_at(
        "okta.security.asorg",
        &["securityContext", "asOrg"],
        "Owner of the client's autonomous system.",
    ),
    text_at(
        "okta.security.isp",
        &["securityContext", "isp"],
        "Internet provider of the client.",
    ),
    text_at(
        "okta.security.domain",
        &["securityContext", "domain"],
        "Domain of the client's address.",
    ),
    special(
        "okta.security.isproxy",
        OktaField::IsProxy,
        "Whether the client came through a known proxy.",
    ),
    target(
        "okta.target.user.id",
        OktaTarget::User,
        OktaTargetProperty::Id,
        "Id of the user acted upon.",
    ),
    target(
        "okta.target.user.alternateid",
        OktaTarget::User,
        OktaTargetProperty::AlternateId,
        "Login of the user acted upon.",
    ),
    target(
        "okta.target.user.name",
        OktaTarget::User,
        OktaTargetProperty::DisplayName,
        "Name of the user acted upon.",
    ),
    target(
        "okta.target.group.id",
        OktaTarget::UserGroup,
        OktaTargetProperty::Id,
        "Id of the group acted upon.",
    ),
    target(
        "okta.target.group.alternateid",
        OktaTarget::UserGroup,
        OktaTargetProperty::AlternateId,
        "Second id of the group acted upon.",
    ),
    target(
        "okta.target.group.name",
        OktaTarget::UserGroup,
        OktaTargetProperty::DisplayName,
        "Name of the group acted upon.",
    ),
    target(
        "okta.target.app.alternateid",
        OktaTarget::AppInstance,
        OktaTargetProperty::AlternateId,
        "Second id of the application acted upon.",
    ),
    with_argument(
        special(
            "okta.targets.displayName",
            OktaField::TargetNames,
            "Names of everything acted upon, or of the one at an index.",
        ),
        OPTIONAL_INDEX,
    ),
    failed_factors(
        "okta.mfa.failure.countlast",
        "Failed factors of this actor in the last seconds, as many as the index says.",
    ),
    failed_factors(
        "okta.mfa.deny.countlast",
        "Denied pushes of this actor in the last seconds, as many as the index says.",
    ),
];

const fn special(
    name: &'static str,
    extraction: OktaField,
    description: &'static str,
) -> FieldSpec {
    text(name, Extraction::Okta(extraction), description)
}

const fn target(
    name: &'static str,
    target: OktaTarget,
    property: OktaTargetProperty,
    description: &'static str,
) -> FieldSpec {
    special(name, OktaField::Target(target, property), description)
}

const fn failed_factors(name: &'static str, description: &'static str) -> FieldSpec {
    let extraction = Extraction::Okta(OktaField::FailedFactors);
    with_argument(
        field(name, ValueType::Uint64, extraction, description),
        REQUIRED_INDEX,
    )
}
