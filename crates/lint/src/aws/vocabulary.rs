//! Fields whose values are a few known words.

/// What is known of a field's values.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Vocabulary {
    /// The field.
    pub(crate) field: &'static str,
    /// Its values.
    pub(crate) words: &'static [&'static str],
    /// Whether there are others too, so that only a known word with other capitals is surely wrong.
    pub(crate) is_open: bool,
}

/// Every field of CloudTrail whose values are known.
pub(crate) const VOCABULARIES: &[Vocabulary] = &[
    closed("ct.user.identitytype", IDENTITY_TYPES),
    closed("ct.region", REGIONS),
    closed("ct.eventtype", EVENT_TYPES),
    closed("ct.eventcategory", EVENT_CATEGORIES),
    closed("ct.readonly", TRUTH),
    closed("ct.managementevent", TRUTH),
    closed("ct.sessioncredentialfromconsole", TRUTH),
    Vocabulary {
        field: "ct.error",
        words: ERROR_CODES,
        is_open: true,
    },
];

/// The values of a field of CloudTrail that are known; none of a field that may have any.
pub fn words_of(field: &str) -> &'static [&'static str] {
    let mut all = VOCABULARIES.iter();
    let known = all.find(|vocabulary| vocabulary.field == field);
    known.map_or(&[], |vocabulary| vocabulary.words)
}

const fn closed(field: &'static str, words: &'static [&'static str]) -> Vocabulary {
    Vocabulary {
        field,
        words,
        is_open: false,
    }
}

const IDENTITY_TYPES: &[&str] = &[
    "AWSAccount",
    "AWSService",
    "AssumedRole",
    "Directory",
    "FederatedUser",
    "IAMUser",
    "IdentityCenterUser",
    "Role",
    "Root",
    "SAMLUser",
    "Unknown",
    "WebIdentityUser",
];

const EVENT_TYPES: &[&str] = &[
    "AwsApiCall",
    "AwsConsoleAction",
    "AwsConsoleSignIn",
    "AwsServiceEvent",
    "AwsVpceEvent",
];

const EVENT_CATEGORIES: &[&str] = &["Data", "Insight", "Management", "NetworkActivity"];

const TRUTH: &[&str] = &["true", "false"];

/// Codes that rules ask for. Services have thousands of others.
const ERROR_CODES: &[&str] = &[
    "AccessDenied",
    "AccessDeniedException",
    "Client.DryRunOperation",
    "Client.UnauthorizedOperation",
    "InvalidClientTokenId",
    "MalformedPolicyDocumentException",
    "NoSuchBucket",
    "NoSuchEntityException",
    "NoSuchKey",
    "ResourceNotFoundException",
    "ThrottlingException",
    "UnauthorizedOperation",
    "VpceAccessDenied",
];

/// Regions of all partitions. Services without a region write `us-east-1`.
const REGIONS: &[&str] = &[
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-south-2",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-central-1",
    "ca-west-1",
    "cn-north-1",
    "cn-northwest-1",
    "eu-central-1",
    "eu-central-2",
    "eu-isoe-west-1",
    "eu-north-1",
    "eu-south-1",
    "eu-south-2",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "eusc-de-east-1",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "me-west-1",
    "mx-central-1",
    "sa-east-1",
    "sa-west-1",
    "us-east-1",
    "us-east-2",
    "us-gov-east-1",
    "us-gov-west-1",
    "us-iso-east-1",
    "us-iso-west-1",
    "us-isob-east-1",
    "us-isob-west-1",
    "us-isof-east-1",
    "us-isof-south-1",
    "us-west-1",
    "us-west-2",
];
