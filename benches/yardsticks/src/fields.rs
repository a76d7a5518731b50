//! The fields that a typical rule set asks for.

/// Their paths.
pub(crate) const PATHS: [&[&str]; 12] = [
    &["eventName"],
    &["eventSource"],
    &["eventTime"],
    &["eventType"],
    &["awsRegion"],
    &["sourceIPAddress"],
    &["errorCode"],
    &["userIdentity", "type"],
    &["userIdentity", "arn"],
    &["userIdentity", "userName"],
    &["requestParameters", "userName"],
    &["requestParameters", "bucketName"],
];
