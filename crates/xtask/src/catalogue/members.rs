//! The members of a request that fields of rules read.

/// Members of `requestParameters` that a field, or a pointer that detections are known to use, reads. The
/// letter of a member in the catalogue is its place here, so that at most 26 fit.
pub(super) const TRACKED: [&str; 26] = [
    "assumeRolePolicyDocument",
    "attributeName",
    "availabilityZone",
    "bucketName",
    "cluster",
    "documentName",
    "functionName",
    "groupName",
    "imageTag",
    "key",
    "keyId",
    "name",
    "policy",
    "policyArn",
    "policyDocument",
    "policyName",
    "principal",
    "reason",
    "repositoryName",
    "roleName",
    "serialNumber",
    "serviceName",
    "subnetId",
    "target",
    "taskDefinition",
    "userName",
];

/// Which of the tracked members a request has, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Members(u32);

impl Members {
    /// Notes a member as the model spells it. Case is left out: CloudTrail lowers the first letter of most
    /// members but not of all.
    pub(super) fn note(&mut self, member: &str) {
        let place = TRACKED
            .iter()
            .position(|tracked| tracked.eq_ignore_ascii_case(member));
        if let Some(place) = place {
            self.0 |= 1 << place;
        }
    }

    /// Both together.
    pub(super) fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Their letters in order.
    pub(super) fn letters(self) -> impl Iterator<Item = char> {
        ('a'..='z')
            .enumerate()
            .filter(move |(place, _)| self.0 & (1 << place) != 0)
            .map(|(_, letter)| letter)
    }
}
