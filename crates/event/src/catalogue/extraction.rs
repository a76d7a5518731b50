//! The ways to read a field, one variant a recipe.

use std::sync::Arc;

/// How a field is read from an event.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Extraction {
    /// A text that is the same for every event.
    Static(Arc<str>),
    /// The value of the top-level key that equals the printed form of the field (`a.key[foo]`).
    FlatKey,
    /// A property of the event that every source has.
    Generic(GenericField),
    /// The value at a path of keys from the event's root.
    Path(Path, Conversion),
    /// A field of CloudTrail records that takes more than a path.
    CloudTrail(CloudTrailField),
    /// The value at the JSON pointer that is the argument (`json.value`).
    JsonPointer,
    /// The whole event as indented JSON (`json.obj`).
    JsonDocument,
    /// The event's time in nanoseconds as text (`json.rawtime`).
    JsonRawTime,
    /// A field of Okta events that takes more than a path.
    Okta(OktaField),
    /// A field of GitHub webhook payloads that takes more than a path.
    GitHub(GitHubField),
    /// A field of GCP log entries that takes more than a path.
    GcpAudit(GcpAuditField),
}

/// Object keys from the root of an event.
pub type Path = &'static [&'static str];

/// How a JSON value becomes a field's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conversion {
    /// A string's text; anything else is the empty text; absent when the path does not exist.
    Text,
    /// The value as compact JSON; absent when the path does not exist.
    Json,
    /// `true` for JSON's true, `false` for anything else; absent when the path does not exist.
    TrueOrFalse,
    /// A number; 0 for anything else; absent when the path does not exist.
    Number,
    /// A string's text; the empty text for anything else and when the path does not exist.
    TextOrEmpty,
}

/// Fields of CloudTrail records that take more than a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CloudTrailField {
    /// `ct.shortsrc`: the event source without `.amazonaws.com`.
    ShortSource,
    /// `ct.user`: the actor, by the type of identity.
    User,
    /// `ct.originaluser`: the actor as CloudTrail's console shows it.
    OriginalUser,
    /// `ct.user.accountid`: the actor's account, or else the account that received the record.
    UserAccountId,
    /// `ct.info`: a summary for people.
    Info,
    /// `ct.resources`: the touched resources, joined by commas.
    Resources,
    /// `s3.uri`: bucket and key as a URI.
    S3Uri,
    /// `s3.bytes`: bytes moved in both directions.
    S3Bytes,
    /// `s3.cnt.get`: 1 for `GetObject`.
    S3CountGet,
    /// `s3.cnt.put`: 1 for `PutObject`.
    S3CountPut,
    /// `s3.cnt.other`: 1 for anything else.
    S3CountOther,
    /// `ec2.name`: the `Name` tag asked for.
    Ec2Name,
    /// `ec2.imageid`: the first image.
    Ec2ImageId,
    /// `ec2.imageids`: all images, or the one at an index.
    Ec2ImageIds,
    /// Never has a value, as its plugin looks for another name.
    Never,
}

/// Fields of Okta events that take more than a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OktaField {
    /// `okta.app`: the application's key in the request URI.
    App,
    /// `okta.org`: the configured organisation.
    Organization,
    /// `okta.client.geo.lat`: a coordinate, 0 when it is missing.
    Latitude,
    /// `okta.client.geo.lon`: a coordinate, 0 when it is missing.
    Longitude,
    /// `okta.authentication.step`: a whole number, 0 when it is missing.
    AuthenticationStep,
    /// `okta.security.isproxy`: a text, or a truth value as text.
    IsProxy,
    /// `okta.security.asnumber`: a whole number, 0 when it is missing.
    AsNumber,
    /// A property of the last target of a type.
    Target(OktaTarget, OktaTargetProperty),
    /// `okta.targets.displayName`: all display names, or the one at an index.
    TargetNames,
    /// `okta.mfa.*.countlast`: failed factors of the actor in the last seconds.
    FailedFactors,
}

/// The types of targets that fields speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OktaTarget {
    /// A user.
    User,
    /// A group of users.
    UserGroup,
    /// An application.
    AppInstance,
}

/// The properties of targets that fields speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OktaTargetProperty {
    /// `id`.
    Id,
    /// `alternateId`.
    AlternateId,
    /// `displayName`.
    DisplayName,
}

/// Fields of GitHub webhook payloads that take more than a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GitHubField {
    /// `github.repo.name`: owner and name.
    RepositoryName,
    /// `github.repo.public`.
    RepositoryIsPublic,
    /// `github.webhook.id`.
    WebhookId,
    /// `github.commit.*`: files of the pushed commits.
    CommitFiles(GitHubCommitFiles),
    /// `github.diff.has_secrets`.
    HasSecrets,
    /// `github.diff.committed_secrets.*`: one part for every secret.
    Secrets(GitHubSecretPart),
    /// `github.workflow.has_miners`.
    HasMiners,
    /// `github.workflow.miners.type`.
    MinerTypes,
}

/// What a commit did to files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GitHubCommitFiles {
    /// Added them.
    Added,
    /// Modified them.
    Modified,
    /// Removed them.
    Removed,
}

/// What is said of a committed secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GitHubSecretPart {
    /// Its kind.
    Description,
    /// The file that holds it.
    File,
    /// The line that holds it.
    Line,
    /// A link to the line.
    Link,
}

/// Fields of GCP log entries that take more than a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GcpAuditField {
    /// `gcp.policyDelta`: changed bindings, of a bucket or of a data set.
    PolicyDelta,
    /// `gcp.location`: location, region, or the region of a zone.
    Location,
    /// `gcp.logging.sink`: the sink's name.
    LoggingSink,
}

/// The `evt.*` properties of every event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GenericField {
    /// Number of the event, from 1.
    Number,
    /// Local time of day with nanoseconds.
    Time,
    /// Local time of day in seconds.
    TimeSeconds,
    /// UTC date and time with nanoseconds and `+0000`.
    TimeIso8601,
    /// Local date and time with nanoseconds.
    DateTime,
    /// Local date and time in seconds.
    DateTimeSeconds,
    /// Nanoseconds since the epoch.
    RawTime,
    /// Seconds since the epoch.
    RawTimeSeconds,
    /// The nanoseconds part of the time.
    RawTimeNanoseconds,
    /// Nanoseconds since the first event.
    RelativeTime,
    /// Seconds since the first event.
    RelativeTimeSeconds,
    /// The nanoseconds part of the time since the first event.
    RelativeTimeNanoseconds,
    /// Name of the plugin that the event comes from.
    PluginName,
    /// The plugin's summary of the event.
    PluginInfo,
    /// Name of the event's source.
    Source,
    /// Whether the event is asynchronous; never for plugin events.
    IsAsync,
    /// Name of an asynchronous event; absent for plugin events.
    AsyncType,
    /// Name of the host that the events are read on.
    Hostname,
}

impl GenericField {
    /// Whether it says something else if other events come before.
    pub const fn needs_order(self) -> bool {
        matches!(
            self,
            Self::Number
                | Self::RelativeTime
                | Self::RelativeTimeSeconds
                | Self::RelativeTimeNanoseconds
        )
    }
}
