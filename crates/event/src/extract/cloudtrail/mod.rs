//! The fields of CloudTrail records that take more than a path, one file a family.

mod ec2;
mod info;
mod original_user;
mod resources;
mod s3;
mod service;
mod summary;
mod user;

pub(super) use summary::CloudTrailSummary;

use super::convert::optional;
use super::{Paths, Reading};
use crate::catalogue::CloudTrailField as Field;
use crate::fields::Stored;
use crate::scan::trie::SlotId;

/// How a field of CloudTrail records is read.
#[derive(Clone, Debug)]
pub(crate) enum CloudTrailRecipe {
    /// `ct.shortsrc`
    ShortSource(SlotId),
    /// `ct.user`
    User(user::User),
    /// `ct.originaluser`
    OriginalUser(original_user::OriginalUser),
    /// `ct.user.accountid`: the first of two paths that exists.
    UserAccountId(SlotId, SlotId),
    /// `ct.info`
    Info(Box<info::Info>),
    /// `ct.resources`
    Resources(SlotId),
    /// `s3.uri`
    S3Uri(s3::Uri),
    /// `s3.bytes`
    S3Bytes(s3::Bytes),
    /// `s3.cnt.*`
    S3Count(SlotId, s3::Operation),
    /// `ec2.name`
    Ec2Name(SlotId),
    /// `ec2.imageid`
    Ec2ImageId(ec2::Images),
    /// `ec2.imageids`, with the index that is asked for.
    Ec2ImageIds(ec2::Images, Option<u64>),
}

impl CloudTrailRecipe {
    /// The recipe of a field; none for one that never has a value.
    pub(super) fn new(field: Field, index: Option<u64>, paths: &mut Paths) -> Option<Self> {
        Some(match field {
            Field::ShortSource => Self::ShortSource(paths.slot(&["eventSource"])),
            Field::User => Self::User(user::User::new(paths)),
            Field::OriginalUser => Self::OriginalUser(original_user::OriginalUser::new(paths)),
            Field::UserAccountId => Self::UserAccountId(
                paths.slot(&["userIdentity", "accountId"]),
                paths.slot(&["recipientAccountId"]),
            ),
            Field::Info => Self::Info(Box::new(info::Info::new(paths))),
            Field::Resources => Self::Resources(paths.slot(&["resources"])),
            Field::S3Uri => Self::S3Uri(s3::Uri::new(paths)),
            Field::S3Bytes => Self::S3Bytes(s3::Bytes::new(paths)),
            Field::S3CountGet => s3_count(s3::Operation::Get, paths),
            Field::S3CountPut => s3_count(s3::Operation::Put, paths),
            Field::S3CountOther => s3_count(s3::Operation::Other, paths),
            Field::Ec2Name => Self::Ec2Name(ec2::tags_slot(paths)),
            Field::Ec2ImageId => Self::Ec2ImageId(ec2::Images::new(paths)),
            Field::Ec2ImageIds => Self::Ec2ImageIds(ec2::Images::new(paths), index),
            Field::Never => return None,
        })
    }

    pub(super) fn read(&self, event: &mut Reading<'_>) -> Stored {
        match self {
            Self::ShortSource(slot) => service::read(*slot, event),
            Self::User(user) => optional(user.text(event).ok(), event),
            Self::OriginalUser(user) => user.read(event),
            Self::UserAccountId(own, recipient) => account_id(*own, *recipient, event),
            Self::Info(info) => info.read(event),
            Self::Resources(slot) => resources::read(*slot, event),
            Self::S3Uri(uri) => optional(uri.text(event), event),
            Self::S3Bytes(bytes) => bytes.sum(event).map_or(Stored::Absent, Stored::Number),
            Self::S3Count(slot, operation) => operation.count(*slot, event),
            Self::Ec2Name(slot) => ec2::name(*slot, event),
            Self::Ec2ImageId(images) => images.first(event),
            Self::Ec2ImageIds(images, index) => images.list(*index, event),
        }
    }
}

fn s3_count(operation: s3::Operation, paths: &mut Paths) -> CloudTrailRecipe {
    CloudTrailRecipe::S3Count(paths.slot(&["eventName"]), operation)
}

/// A null in the first path counts: the account is then the empty text.
fn account_id(own: SlotId, recipient: SlotId, event: &mut Reading<'_>) -> Stored {
    let text = event.text(own).or_else(|| event.text(recipient));
    optional(text, event)
}
