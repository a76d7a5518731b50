//! Events to begin with: what is in every record of a source, and believable.

use falconet_event::catalogue::SourceKind;

use crate::json::Json;

/// The account of everyone in events that are made; AWS' documentation uses it too.
pub(crate) const ACCOUNT: &str = "111122223333";

const CLOUDTRAIL: &str = r#"{
"eventVersion":"1.11",
"userIdentity":{},
"eventTime":"2026-01-02T03:04:05Z",
"eventSource":"sts.amazonaws.com",
"eventName":"GetCallerIdentity",
"awsRegion":"us-east-1",
"sourceIPAddress":"203.0.113.7",
"userAgent":"aws-cli/2.15.0",
"requestParameters":null,
"responseElements":null,
"requestID":"11111111-2222-4333-8444-555555555555",
"eventID":"66666666-7777-4888-9999-000000000000",
"readOnly":true,
"eventType":"AwsApiCall",
"managementEvent":true,
"recipientAccountId":"111122223333",
"eventCategory":"Management"}"#;

const OKTA: &str = r#"{
"uuid":"11111111-2222-4333-8444-555555555555",
"published":"2026-01-02T03:04:05.000Z",
"eventType":"user.session.start",
"version":"0",
"severity":"INFO",
"displayMessage":"User login to Okta",
"actor":{"id":"00u1example","type":"User","alternateId":"alice@example.com","displayName":"Alice"},
"client":{"ipAddress":"203.0.113.7","zone":"null","device":"Computer"},
"outcome":{"result":"SUCCESS"}}"#;

const GITHUB: &str = r#"{
"webhook_type":"push",
"action":"created",
"sender":{"login":"alice"},
"organization":{"login":"example"},
"repository":{"html_url":"https://github.com/example/app","private":true,"owner":{"login":"example"}}}"#;

const GCP: &str = r#"{
"insertId":"1example",
"logName":"projects/example/logs/cloudaudit.googleapis.com%2Factivity",
"protoPayload":{
"@type":"type.googleapis.com/google.cloud.audit.AuditLog",
"authenticationInfo":{"principalEmail":"alice@example.com"},
"methodName":"google.iam.admin.v1.GetRole",
"requestMetadata":{"callerIp":"203.0.113.7","callerSuppliedUserAgent":"gcloud"},
"resourceName":"projects/example",
"serviceName":"iam.googleapis.com"},
"resource":{"type":"project","labels":{"project_id":"example"}},
"severity":"NOTICE",
"timestamp":"2026-01-02T03:04:05Z"}"#;

const FLAT: &str = r#"{"__ts":1767323045000000000}"#;

/// An event of a source.
pub(crate) fn event(kind: SourceKind) -> Json {
    let text = match kind {
        SourceKind::CloudTrail => CLOUDTRAIL,
        SourceKind::Okta => OKTA,
        SourceKind::GitHub => GITHUB,
        SourceKind::GcpAudit => GCP,
        SourceKind::Flat | SourceKind::Silent => FLAT,
    };
    // A test takes each of them apart.
    let mut event = Json::parse(text).unwrap_or(Json::Object(Vec::new()));
    if kind == SourceKind::CloudTrail
        && let Some(user) = identity("IAMUser", "alice")
    {
        event.set(&["userIdentity"], user);
    }
    event
}

/// The path of an event's time.
pub(crate) const fn time_path(kind: SourceKind) -> Option<&'static [&'static str]> {
    match kind {
        SourceKind::CloudTrail => Some(&["eventTime"]),
        SourceKind::Okta => Some(&["published"]),
        _ => None,
    }
}

/// A `userIdentity` of a type, as CloudTrail writes it for someone of that name; nothing for types that it does not write.
pub(crate) fn identity(kind: &str, name: &str) -> Option<Json> {
    let text = |text: &str| Json::text(text);
    let (arn, account) = (format!("arn:aws:iam::{ACCOUNT}"), text(ACCOUNT));
    Some(match kind {
        "IAMUser" => Json::object([
            ("type", text(kind)),
            ("principalId", text("AIDAEXAMPLEEXAMPLE123")),
            ("arn", text(&format!("{arn}:user/{name}"))),
            ("accountId", account),
            ("accessKeyId", text("AKIAIOSFODNN7EXAMPLE")),
            ("userName", text(name)),
        ]),
        "Root" => Json::object([
            ("type", text(kind)),
            ("principalId", text(ACCOUNT)),
            ("arn", text(&format!("{arn}:root"))),
            ("accountId", account),
        ]),
        "AssumedRole" => assumed_role(name),
        "AWSService" => Json::object([("type", text(kind)), ("invokedBy", text(name))]),
        "AWSAccount" => Json::object([
            ("type", text(kind)),
            ("principalId", text("AIDAEXAMPLEEXAMPLE123")),
            ("accountId", text("444455556666")),
        ]),
        "FederatedUser" => Json::object([
            ("type", text(kind)),
            ("principalId", text(&format!("{ACCOUNT}:{name}"))),
            (
                "arn",
                text(&format!("arn:aws:sts::{ACCOUNT}:federated-user/{name}")),
            ),
            ("accountId", account),
        ]),
        _ => return None,
    })
}

fn assumed_role(role: &str) -> Json {
    let text = |text: &str| Json::text(text);
    let (arn, id) = (format!("arn:aws:sts::{ACCOUNT}"), "AROAEXAMPLEEXAMPLE123");
    let issuer = Json::object([
        ("type", text("Role")),
        ("principalId", text(id)),
        ("arn", text(&format!("arn:aws:iam::{ACCOUNT}:role/{role}"))),
        ("accountId", text(ACCOUNT)),
        ("userName", text(role)),
    ]);
    Json::object([
        ("type", text("AssumedRole")),
        ("principalId", text(&format!("{id}:session"))),
        ("arn", text(&format!("{arn}:assumed-role/{role}/session"))),
        ("accountId", text(ACCOUNT)),
        ("accessKeyId", text("ASIAIOSFODNN7EXAMPLE")),
        ("sessionContext", Json::object([("sessionIssuer", issuer)])),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_is_an_event() {
        for text in [CLOUDTRAIL, OKTA, GITHUB, GCP, FLAT] {
            assert!(matches!(Json::parse(text), Some(Json::Object(_))), "{text}");
        }
    }

    #[test]
    fn users_are_as_cloudtrail_writes_them() {
        let role = identity("AssumedRole", "deploy").unwrap();
        let name = role.text_at(&["sessionContext", "sessionIssuer", "userName"]);
        assert_eq!(name.unwrap(), "deploy");
        assert_eq!(identity("Robot", "r2"), None);
    }
}
