//! As which event source CloudTrail may show an API.

use super::model::Metadata;

/// The candidates without `.amazonaws.com`, the likelier first. The name in signatures is mostly the one of
/// IAM's actions and of CloudTrail; where it differs from the endpoint both occur, so both are kept.
pub(super) fn candidates(metadata: &Metadata) -> Vec<String> {
    let endpoint = metadata.endpoint_prefix.to_ascii_lowercase();
    let signing = metadata
        .signing_name
        .as_deref()
        .map(str::to_ascii_lowercase);
    let mut found: Vec<String> = signing.into_iter().collect();
    if !found.contains(&endpoint) {
        found.push(endpoint);
    }
    found
}
