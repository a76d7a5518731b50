//! Events that are wrapped: in the texts and objects of the envelopes that shippers and services of AWS put around them.
//!
//! An envelope is looked into only once it is known to be a JSON object. Each kind has a file, which says by what the
//! envelope is known and where in it events lie. Nothing wins over anything else: what any of the kinds that are asked
//! for finds is handed on.

mod cloudwatch_logs;
mod envelope;
mod eventbridge;
mod fluentbit;
mod objects;
mod sns;
mod sqs;
mod vector;

#[cfg(test)]
mod tests;

pub use cloudwatch_logs::LogEvents;

use crate::json::unescape;
use envelope::Envelope;

/// Which wrappings are looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wrapping {
    /// Any, in what is no event itself.
    #[default]
    Auto,
    /// None.
    None,
    /// Vector's `{"message": TEXT}`.
    Vector,
    /// Fluent Bit's `{"log": TEXT}`.
    FluentBit,
    /// `{"detail-type": …, "detail": EVENT}`.
    EventBridge,
    /// A subscription's `{"messageType": "DATA_MESSAGE", "logEvents": [{"message": TEXT}]}`.
    CloudWatchLogs,
    /// `{"Type": "Notification", "Message": TEXT}`.
    Sns,
    /// `{"body": TEXT, "eventSource": "aws:sqs"}`, or `{"Body": TEXT}`.
    Sqs,
}

/// A kind of envelope that has a file here.
type Opener = for<'a> fn(&Envelope<'a>) -> Option<Held<'a>>;

/// All kinds, in the order in which what they find is handed on.
const OPENERS: [(Wrapping, Opener); 7] = [
    (Wrapping::Auto, objects::open),
    (Wrapping::CloudWatchLogs, cloudwatch_logs::open),
    (Wrapping::Sns, sns::open),
    (Wrapping::Sqs, sqs::open),
    (Wrapping::EventBridge, eventbridge::open),
    (Wrapping::Vector, vector::open),
    (Wrapping::FluentBit, fluentbit::open),
];

impl Wrapping {
    /// Every wrapping, by its name.
    pub const NAMES: [(&'static str, Self); 8] = [
        ("auto", Self::Auto),
        ("none", Self::None),
        ("vector", Self::Vector),
        ("fluentbit", Self::FluentBit),
        ("eventbridge", Self::EventBridge),
        ("cloudwatch_logs", Self::CloudWatchLogs),
        ("sns", Self::Sns),
        ("sqs", Self::Sqs),
    ];

    /// The wrapping of a name.
    pub fn parse(name: &str) -> Option<Self> {
        let mut names = Self::NAMES.into_iter();
        names.find(|(known, _)| *known == name).map(|(_, it)| it)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        let mut names = Self::NAMES.into_iter();
        names
            .find(|(_, it)| *it == self)
            .map_or("", |(name, _)| name)
    }

    /// Whether someone said what events are wrapped in.
    pub const fn is_pinned(self) -> bool {
        !matches!(self, Self::Auto | Self::None)
    }

    /// Whether envelopes of a kind are looked for.
    fn covers(self, kind: Self) -> bool {
        self == Self::Auto || self == kind
    }

    /// What a record holds, which is JSON.
    pub fn open(self, record: &[u8]) -> impl Iterator<Item = Held<'_>> {
        let envelope = (self != Self::None).then(|| Envelope::read(record));
        let kinds = OPENERS
            .into_iter()
            .filter(move |(kind, _)| self.covers(*kind));
        kinds.filter_map(move |(_, open)| open(envelope.as_ref()?))
    }
}

/// What an envelope holds.
#[derive(Clone, Copy, Debug)]
pub enum Held<'a> {
    /// A text, which may hold records of any shape.
    Text(HeldText<'a>),
    /// An object under this key, which is a record.
    Object(&'static str, &'a [u8]),
    /// Some texts.
    LogEvents(LogEvents<'a>),
    /// Nothing: the service speaks of itself.
    Nothing,
    /// Nothing: it names objects that events lie in.
    Names(NamedObjects),
    /// Something of the wrong type under this key.
    NoText(&'static str),
}

/// A text that an envelope holds.
#[derive(Clone, Copy, Debug)]
pub struct HeldText<'a> {
    /// The key that it stands under.
    pub key: &'static str,
    /// What stands between its quotes.
    raw: &'a [u8],
}

/// What names objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NamedObjects {
    /// A notification of S3.
    #[error(
        "an S3 notification names an object, it does not hold its events: fetch the object and judge it"
    )]
    S3,
    /// A notification of CloudTrail about a log file that it has delivered.
    #[error(
        "a notification of CloudTrail names a log file, it does not hold its events: fetch the file and judge it"
    )]
    CloudTrail,
}

impl HeldText<'_> {
    /// Writes the text into `out`, which is cleared.
    pub fn decode(&self, out: &mut Vec<u8>) {
        out.clear();
        unescape::append(self.raw, out);
    }
}
