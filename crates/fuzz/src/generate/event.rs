//! Events of a source, most of them as they should be, many of them not.

use falconet_event::catalogue::{SourceKind, ValueType};

use super::json::Json;
use super::vocabulary as words;
use crate::choices::Choices;
use crate::world::{FieldUse, World};

/// An event.
pub fn event(choices: &mut Choices<'_>, world: &World) -> Json {
    let mut event = Json::Object(Vec::new());
    if world.kind() == SourceKind::Flat {
        flat(choices, world, &mut event);
    } else {
        nested(choices, world, &mut event);
    }
    for _ in 0..choices.number(0..=3) {
        if choices.chance(40) {
            disturb(&mut event, choices);
        }
    }
    event
}

/// Keys that are field names.
fn flat(choices: &mut Choices<'_>, world: &World, event: &mut Json) {
    if choices.chance(70) {
        event.put(
            &["__ts"],
            Json::Word(choices.word(words::NUMBERS).to_owned()),
        );
    }
    for field in world
        .fields
        .iter()
        .filter(|field| !field.name.starts_with("evt."))
    {
        if choices.chance(60) {
            let name = field.name.clone() + argument(choices, field);
            let value = typed(choices, field);
            event.put(&[name.as_str()], value);
        }
    }
}

fn argument(choices: &mut Choices<'_>, field: &FieldUse) -> &'static str {
    match field.argument {
        None => "",
        Some(spec) if spec.index => choices.word(&["[0]", "[1]", "[a]"]),
        Some(_) => choices.word(&["[a]", "[/a]", "", "[b]"]),
    }
}

fn typed(choices: &mut Choices<'_>, field: &FieldUse) -> Json {
    if field.is_list {
        return Json::Array(choices.several(4, |choices| scalar(choices, field.value_type)));
    }
    scalar(choices, field.value_type)
}

fn scalar(choices: &mut Choices<'_>, value_type: ValueType) -> Json {
    match value_type {
        ValueType::String => Json::Text(words::text(choices)),
        ValueType::Bool => Json::Word(choices.word(&["true", "false"]).to_owned()),
        ValueType::IpAddr | ValueType::IpNet => Json::text(address(choices)),
        _ => Json::Word(words::number(choices).to_owned()),
    }
}

/// Addresses that can be written in no condition.
const UNWRITABLE_ADDRESSES: &[&str] = &["::ffff:1.2.3.4", "::1.2.3.4"];

fn address(choices: &mut Choices<'_>) -> &'static str {
    if choices.chance(15) {
        choices.word(UNWRITABLE_ADDRESSES)
    } else {
        choices.word(words::ADDRESSES)
    }
}

/// Objects in objects, with something at the places where fields look.
fn nested(choices: &mut Choices<'_>, world: &World, event: &mut Json) {
    if choices.chance(25) {
        extra(choices, event);
    }
    let favourites = choices.favourite_fields().to_vec();
    let paths = favourites
        .iter()
        .filter_map(|at| world.fields.get(*at)?.path);
    for path in paths {
        if choices.chance(75) {
            let value = value(choices);
            event.put(path, value);
        }
    }
    for _ in 0..choices.number(0..=8) {
        if let Some(path) = choices.item(&world.paths) {
            let value = value(choices);
            event.put(path, value);
        }
    }
    if world.kind() == SourceKind::CloudTrail {
        cloudtrail(choices, event);
    }
    if world.kind() == SourceKind::Okta {
        okta(choices, event);
    }
}

fn value(choices: &mut Choices<'_>) -> Json {
    match choices.number(0..=9) {
        0 => Json::Word(words::number(choices).to_owned()),
        1 => Json::Word(choices.word(&["true", "false", "null"]).to_owned()),
        _ => Json::Text(words::text(choices)),
    }
}

/// What the special fields of CloudTrail read, beside what makes a record an event.
fn cloudtrail(choices: &mut Choices<'_>, event: &mut Json) {
    if choices.chance(96) {
        event.put(&["eventTime"], Json::text(time(choices)));
    }
    if choices.chance(96) {
        event.put(
            &["eventType"],
            Json::text(choices.word(&["AwsApiCall", "", "AwsConsoleSignIn"])),
        );
    }
    for path in CLOUDTRAIL_PATHS {
        if choices.chance(15) {
            let value = value(choices);
            event.put(path, value);
        }
    }
    if choices.chance(20) {
        let resources = choices.several(3, resource);
        event.put(&["resources"], Json::Array(resources));
    }
    if choices.chance(10) {
        let items = choices.several(3, image);
        event.put(
            &["requestParameters", "instancesSet", "items"],
            Json::Array(items),
        );
    }
}

const CLOUDTRAIL_PATHS: &[&[&str]] = &[
    &["eventName"],
    &["eventSource"],
    &["eventID"],
    &["errorCode"],
    &["userIdentity", "type"],
    &["userIdentity", "userName"],
    &["userIdentity", "arn"],
    &["userIdentity", "accountId"],
    &["userIdentity", "principalId"],
    &["userIdentity", "invokedBy"],
    &[
        "userIdentity",
        "sessionContext",
        "sessionIssuer",
        "userName",
    ],
    &["userIdentity", "sessionContext", "sessionIssuer", "arn"],
    &["recipientAccountId"],
    &["sourceIPAddress"],
    &["requestParameters", "bucketName"],
    &["requestParameters", "key"],
    &["requestParameters", "userName"],
    &["requestParameters", "items", "0", "a"],
    &["additionalEventData", "bytesTransferredIn"],
    &["additionalEventData", "bytesTransferredOut"],
    &["responseElements", "key"],
    &["serviceEventDetails"],
];

/// Failures of an actor are counted over time.
fn okta(choices: &mut Choices<'_>, event: &mut Json) {
    if choices.chance(70) {
        event.put(&["published"], Json::text(time(choices)));
    }
    if choices.chance(50) {
        let event_type = choices.word(&[
            "user.mfa.okta_verify.deny_push",
            "user.authentication.auth_via_mfa",
            "user.session.start",
        ]);
        event.put(&["eventType"], Json::text(event_type));
        event.put(
            &["outcome", "result"],
            Json::text(choices.word(&["FAILURE", "SUCCESS"])),
        );
        event.put(&["actor", "id"], Json::text(choices.word(&["a", "b"])));
    }
}

fn time(choices: &mut Choices<'_>) -> &'static str {
    choices.word(&[
        "2024-03-14T12:34:56Z",
        "2024-03-14T12:34:57Z",
        "2024-03-14T12:34:56.789123456+02:00",
        "1970-01-01T00:00:00Z",
        "2024-02-30T00:00:00Z",
        "2262-04-12T00:00:00Z",
        "1677-01-01T00:00:00Z",
        "2024-03-14T1:34:56Z",
        "yesterday",
    ])
}

fn resource(choices: &mut Choices<'_>) -> Json {
    let mut resource = Json::Object(Vec::new());
    for key in ["ARN", "accountId", "type"] {
        if choices.chance(70) {
            let value = value(choices);
            resource.put(&[key], value);
        }
    }
    resource
}

fn image(choices: &mut Choices<'_>) -> Json {
    let mut item = Json::Object(Vec::new());
    let value = value(choices);
    item.put(&["imageId"], value);
    item
}

/// Members that no field looks at, or that only `json.value` does.
fn extra(choices: &mut Choices<'_>, event: &mut Json) {
    let keys: &[&[&str]] = &[
        &["a"],
        &["a", "0"],
        &["a/b"],
        &[""],
        &["x", "y", "z"],
        &["é"],
    ];
    for path in keys {
        if choices.chance(40) {
            let value = tree(choices, 3);
            event.put(path, value);
        }
    }
}

/// Any JSON value.
pub fn tree(choices: &mut Choices<'_>, depth: usize) -> Json {
    if depth == 0 || choices.is_spent() {
        return value(choices);
    }
    match choices.number(0..=3) {
        0 => Json::Array(choices.several(4, |choices| tree(choices, depth - 1))),
        1 => {
            let members = choices.several(4, |choices| {
                let key = choices.word(&["a", "b", "0", "", "a/b", "eventName", "é"]);
                (key.into(), tree(choices, depth - 1))
            });
            Json::Object(members)
        }
        _ => value(choices),
    }
}

/// Makes one thing in the event what it should not be.
fn disturb(event: &mut Json, choices: &mut Choices<'_>) {
    let Json::Object(members) = event else {
        *event = Json::Object(vec![(b"a".to_vec(), event.clone())]);
        return;
    };
    let at = choices.below(members.len());
    let Some((key, value)) = members.get_mut(at) else {
        return;
    };
    if matches!(value, Json::Object(_)) && choices.chance(60) {
        return disturb(value, choices);
    }
    match choices.number(0..=5) {
        0 => *value = Json::Word("null".to_owned()),
        1 => *value = tree(choices, 2),
        2 => *value = Json::Array(vec![value.clone()]),
        3 => *value = Json::Word(choices.word(words::ODD_NUMBERS).to_owned()),
        4 => key.extend_from_slice(choices.word(&[" ", "s", "\u{0}", "é"]).as_bytes()),
        _ => {
            let twin = (key.clone(), tree(choices, 1));
            members.insert(choices.number(0..=at), twin);
        }
    }
}
