//! Fields of CloudTrail records that take more than a path.

use falconet_event::catalogue::{Argument, CloudTrailField as Field};

use super::{Edit, Placing, put};
use crate::base::identity;
use crate::json::Json;
use crate::values::Value;

/// Kinds of identity whose name is that of the actor.
const NAMED: [&str; 3] = ["IAMUser", "AssumedRole", "AWSService"];
const USER: [&str; 1] = ["userIdentity"];

impl Placing<'_> {
    pub(super) fn cloudtrail(
        &self,
        field: Field,
        argument: Option<&Argument>,
        value: &Value,
    ) -> Vec<Edit> {
        let index = argument.and_then(|argument| argument.index).unwrap_or(0);
        let text = match value {
            Value::One(text) => text,
            Value::Many(texts) if field == Field::Ec2ImageIds => return images(texts, index),
            Value::Absent if field == Field::S3CountOther => {
                return vec![put(&["eventName"], Json::text("GetObject"))];
            }
            Value::Absent if matches!(field, Field::S3CountGet | Field::S3CountPut) => {
                return vec![put(&["eventName"], Json::text("ListObjects"))];
            }
            _ => return Vec::new(),
        };
        match field {
            Field::ShortSource => {
                let domain = format!("{text}.amazonaws.com");
                [domain.as_str(), text]
                    .map(|text| put(&["eventSource"], Json::text(text)))
                    .into()
            }
            Field::User | Field::OriginalUser => self.user(field, text),
            Field::S3Uri => s3_uri(text),
            Field::S3CountGet => vec![put(&["eventName"], Json::text("GetObject"))],
            Field::S3CountPut => vec![put(&["eventName"], Json::text("PutObject"))],
            Field::S3Bytes => {
                let path = ["additionalEventData", "bytesTransferredIn"];
                vec![put(&path, Json::word(text))]
            }
            Field::Resources => resources(text),
            Field::Ec2Name => vec![named_instance(text)],
            Field::Ec2ImageId | Field::Ec2ImageIds => images(std::slice::from_ref(text), index),
            Field::Info => summary(text),
            Field::S3CountOther | Field::UserAccountId | Field::Never => Vec::new(),
        }
    }

    /// An actor of that name, of the kind that there is already, or else of another.
    fn user(&self, field: Field, name: &str) -> Vec<Edit> {
        let kind = self.event.text_at(&["userIdentity", "type"]);
        let kind = kind.unwrap_or_default();
        let mut edits = Vec::new();
        for one in [&*kind].into_iter().chain(NAMED) {
            let place: &[&str] = match (one, field) {
                ("IAMUser" | "Root", _) => &["userIdentity", "userName"],
                ("AWSService", Field::User) => &["userIdentity", "invokedBy"],
                ("AssumedRole", Field::User) => &[
                    "userIdentity",
                    "sessionContext",
                    "sessionIssuer",
                    "userName",
                ],
                _ => &[],
            };
            if let Some(user) =
                identity(one, name).filter(|_| field == Field::User || one == "IAMUser")
            {
                let mut edit = put(&USER, user);
                edit.extend(put(place, Json::text(name)));
                edits.push(edit);
            }
            if one == kind && !place.is_empty() {
                edits.push(put(place, Json::text(name)));
            }
        }
        if field == Field::OriginalUser {
            let principal = format!("AROAEXAMPLEEXAMPLE123:{name}");
            edits.push(put(
                &["userIdentity", "principalId"],
                Json::text(&principal),
            ));
        }
        edits
    }
}

fn s3_uri(text: &str) -> Vec<Edit> {
    let path = text.strip_prefix("s3://").unwrap_or(text);
    let split = path.split_once('/');
    let ways = [split.unwrap_or((path, "example")), ("example", path)];
    let edits = ways.map(|(bucket, key)| {
        let mut edit = put(&["requestParameters", "bucketName"], Json::text(bucket));
        edit.extend(put(&["requestParameters", "key"], Json::text(key)));
        edit
    });
    edits.into()
}

fn resources(text: &str) -> Vec<Edit> {
    let list = Json::parse(&format!("[{text}]"));
    let one = Json::List(vec![Json::object([("ARN", Json::text(text))])]);
    let all = list.into_iter().chain([one]);
    all.map(|value| put(&["resources"], value)).collect()
}

fn named_instance(name: &str) -> Edit {
    let tag = Json::object([("key", Json::text("Name")), ("value", Json::text(name))]);
    let item = Json::object([
        ("resourceType", Json::text("instance")),
        ("tags", Json::List(vec![tag])),
    ]);
    let path = ["requestParameters", "tagSpecificationSet", "items"];
    put(&path, Json::List(vec![item]))
}

/// Images of instances: as the response has them, and as the request does.
fn images(images: &[String], index: u64) -> Vec<Edit> {
    let image = |image: &str| Json::object([("imageId", Json::text(image))]);
    let before = usize::try_from(index.min(8)).unwrap_or(0);
    let others = std::iter::repeat_n("ami-0example", before);
    let all = others.chain(images.iter().map(String::as_str)).map(image);
    let response = ["responseElements", "instancesSet", "items"];
    let mut edits = vec![put(&response, Json::List(all.collect()))];
    if let ([only], 0) = (images, index) {
        edits.push(put(&["requestParameters", "imageId"], Json::text(only)));
    }
    edits
}

/// `user via address → Name …`: the whole line, or a part of it.
fn summary(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    if let Some(edit) = whole_summary(text) {
        edits.push(edit);
    }
    for path in [
        &["eventName"][..],
        &["sourceIPAddress"],
        &["requestParameters", "key"],
    ] {
        edits.push(put(path, Json::text(text)));
    }
    edits
}

fn whole_summary(text: &str) -> Option<Edit> {
    let (head, rest) = text.split_once(" → ").or_else(|| text.split_once(" ← "))?;
    let (user, address) = head.split_once(" via ").unwrap_or((head, head));
    let (name, details) = rest.split_once(' ').unwrap_or((rest, ""));
    let mut edit = put(&USER, identity("IAMUser", user)?);
    edit.extend(put(
        &["sourceIPAddress"],
        Json::text(address.trim_end_matches(" !")),
    ));
    edit.extend(put(&["eventName"], Json::text(name)));
    let reads = if text.contains(" ← ") {
        "true"
    } else {
        "false"
    };
    edit.extend(put(&["readOnly"], Json::word(reads)));
    for part in details.split(' ') {
        let place: (&[&str], Json) = match part.split_once('=') {
            Some(("Bucket", bucket)) => (&["requestParameters", "bucketName"], Json::text(bucket)),
            Some(("Key", key)) => (&["requestParameters", "key"], Json::text(key)),
            Some(("Host", host)) => (&["requestParameters", "Host"], Json::text(host)),
            Some(("Size", size)) => (
                &["additionalEventData", "bytesTransferredIn"],
                Json::word(if size.parse::<u64>().is_ok() {
                    size
                } else {
                    "0"
                }),
            ),
            Some(("URI", uri)) => {
                edit.extend(s3_uri(uri).into_iter().next().unwrap_or_default());
                continue;
            }
            _ => continue,
        };
        edit.extend(put(place.0, place.1));
    }
    Some(edit)
}
