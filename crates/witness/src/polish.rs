//! What makes a CloudTrail record believable that fires already: parts that belong together agree, as far as the rule lets
//! them.

use falconet_lint::aws;

use crate::json::Json;
use crate::judge::Judge;
use crate::solve::Found;

/// Names that begin so change nothing.
const READS: [&str; 5] = ["Get", "List", "Describe", "Head", "Lookup"];
/// What CloudTrail calls events of data, not of management.
const DATA: [&str; 5] = [
    "GetObject",
    "PutObject",
    "DeleteObject",
    "HeadObject",
    "CopyObject",
];

/// Services that people think of first, where several have an event of a name.
const KNOWN: [&str; 8] = [
    "iam.amazonaws.com",
    "sts.amazonaws.com",
    "s3.amazonaws.com",
    "ec2.amazonaws.com",
    "lambda.amazonaws.com",
    "kms.amazonaws.com",
    "rds.amazonaws.com",
    "ecs.amazonaws.com",
];

/// A change of an event; nothing if there is nothing to change.
type Step = fn(&Json) -> Option<Json>;

/// What belongs together, each step after the one that it depends on.
const STEPS: [Step; 6] = [
    source_of_name,
    kind_of_record,
    kind_of_event,
    reads,
    names,
    messages,
];

/// The event with its parts in agreement. `keeps` says whether what comes of a step will do.
pub(crate) fn polished(
    found: Found,
    judge: &mut Judge<'_>,
    keeps: &dyn Fn(&Found) -> bool,
) -> Found {
    let mut found = found;
    for step in STEPS {
        let Some(event) = step(&found.event).filter(|event| *event != found.event) else {
            continue;
        };
        if let Some(verdict) = judge.event(&event) {
            let next = Found { event, verdict };
            if keeps(&next) {
                found = next;
            }
        }
    }
    found
}

/// A service that has an event of that name; else an event that the service has.
fn source_of_name(event: &Json) -> Option<Json> {
    let (source, name) = (
        event.text_at(&["eventSource"])?,
        event.text_at(&["eventName"])?,
    );
    let catalogue = aws::Catalogue::builtin();
    if catalogue.is_known(&source, &name) {
        return None;
    }
    let mut changed = event.clone();
    let sources = catalogue.sources_of(&name);
    let known = KNOWN.iter().find(|known| sources.contains(known));
    if let Some(source) = known.or(sources.first()) {
        changed.set(&["eventSource"], Json::text(source));
    } else {
        let name = catalogue.names(&source).next()?;
        changed.set(&["eventName"], Json::text(name));
    }
    Some(changed)
}

/// Sign-ins are no calls of an API.
fn kind_of_record(event: &Json) -> Option<Json> {
    let is_sign_in = event.text_at(&["eventName"])? == "ConsoleLogin";
    is_sign_in.then(|| with(event, "eventType", Json::text("AwsConsoleSignIn")))
}

fn kind_of_event(event: &Json) -> Option<Json> {
    let name = event.text_at(&["eventName"])?;
    let is_data = DATA.contains(&&*name) && event.text_at(&["eventSource"])? == "s3.amazonaws.com";
    is_data.then(|| {
        let event = with(event, "managementEvent", Json::word("false"));
        with(&event, "eventCategory", Json::text("Data"))
    })
}

fn reads(event: &Json) -> Option<Json> {
    let name = event.text_at(&["eventName"])?;
    let reads = READS.iter().any(|verb| name.starts_with(verb));
    let word = if reads { "true" } else { "false" };
    Some(with(event, "readOnly", Json::word(word)))
}

/// The ARN of a user ends with the name.
fn names(event: &Json) -> Option<Json> {
    let name = event.text_at(&["userIdentity", "userName"])?;
    let arn = event.text_at(&["userIdentity", "arn"])?;
    let (start, _) = arn.split_once(":user/")?;
    let mut changed = event.clone();
    let arn = Json::text(&format!("{start}:user/{name}"));
    changed.set(&["userIdentity", "arn"], arn);
    Some(changed)
}

/// Who fails is told why.
fn messages(event: &Json) -> Option<Json> {
    let code = event.text_at(&["errorCode"])?;
    let is_told = event.get(&["errorMessage"]).is_some();
    (!is_told).then(|| {
        let message = format!("The call failed: {code}");
        with(event, "errorMessage", Json::text(&message))
    })
}

fn with(event: &Json, key: &str, value: Json) -> Json {
    let mut changed = event.clone();
    changed.set(&[key], value);
    changed
}
