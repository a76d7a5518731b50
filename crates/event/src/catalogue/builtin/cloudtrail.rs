//! Fields of the `cloudtrail` plugin.

use std::borrow::Cow;

use super::row::{
    OPTIONAL_INDEX, field, json_at, list, number_at, text, text_at, true_or_false_at, with_argument,
};
use crate::catalogue::{CloudTrailField, Extraction, FieldSpec, Plugin, Provider, ValueType};

/// The plugin.
pub(super) const PLUGIN: Plugin = Plugin {
    name: Cow::Borrowed("cloudtrail"),
    version: Cow::Borrowed("0.17.1"),
};

/// The plugin's fields.
pub(super) fn provider() -> Provider {
    Provider {
        name: PLUGIN.name,
        is_plugin: true,
        fields: FIELDS.to_vec(),
    }
}

static FIELDS: &[FieldSpec] = &[
    text_at("ct.id", &["eventID"], "Unique id of the record."),
    text_at(
        "ct.error",
        &["errorCode"],
        "Code of the error; the call failed if it is there.",
    ),
    text_at(
        "ct.errormessage",
        &["errorMessage"],
        "What went wrong, for people.",
    ),
    text_at(
        "ct.time",
        &["eventTime"],
        "Time of the call as the record has it.",
    ),
    text_at(
        "ct.src",
        &["eventSource"],
        "Service that got the call, as a host name.",
    ),
    special(
        "ct.shortsrc",
        CloudTrailField::ShortSource,
        "Service that got the call, without `.amazonaws.com`.",
    ),
    text_at("ct.name", &["eventName"], "Name of the call."),
    special(
        "ct.user",
        CloudTrailField::User,
        "Who made the call; for an assumed role, the role.",
    ),
    special(
        "ct.originaluser",
        CloudTrailField::OriginalUser,
        "Who made the call; for an assumed role, the session.",
    ),
    special(
        "ct.user.accountid",
        CloudTrailField::UserAccountId,
        "Account of who made the call.",
    ),
    text_at(
        "ct.user.identitytype",
        &["userIdentity", "type"],
        "Kind of identity that made the call.",
    ),
    text_at(
        "ct.user.principalid",
        &["userIdentity", "principalId"],
        "Unique id of who made the call.",
    ),
    text_at(
        "ct.user.arn",
        &["userIdentity", "arn"],
        "ARN of who made the call.",
    ),
    text_at("ct.region", &["awsRegion"], "Region that served the call."),
    text_at(
        "ct.response.subnetid",
        &["responseElements", "subnetId"],
        "Subnet id in the response.",
    ),
    text_at(
        "ct.response.reservationid",
        &["responseElements", "reservationId"],
        "Reservation id in the response.",
    ),
    json_at(
        "ct.response",
        &["responseElements"],
        "The whole response as JSON.",
    ),
    text_at(
        "ct.request.availabilityzone",
        &["requestParameters", "availabilityZone"],
        "Availability zone asked for.",
    ),
    text_at(
        "ct.request.cluster",
        &["requestParameters", "cluster"],
        "Cluster asked for.",
    ),
    text_at(
        "ct.request.functionname",
        &["requestParameters", "functionName"],
        "Lambda function asked for.",
    ),
    text_at(
        "ct.request.groupname",
        &["requestParameters", "groupName"],
        "Group asked for.",
    ),
    text_at(
        "ct.request.host",
        &["requestParameters", "Host"],
        "Host name that the request went to.",
    ),
    text_at(
        "ct.request.name",
        &["requestParameters", "name"],
        "Parameter `name` of the request.",
    ),
    text_at(
        "ct.request.policy",
        &["requestParameters", "policy"],
        "Policy text in the request.",
    ),
    text_at(
        "ct.request.reason",
        &["requestParameters", "reason"],
        "Reason given in the request.",
    ),
    text_at(
        "ct.request.target",
        &["requestParameters", "target"],
        "Target of the request, for example of a session.",
    ),
    special(
        "ct.request.documentname",
        CloudTrailField::Never,
        "Document of the request; never has a value in this version of the plugin.",
    ),
    text_at(
        "ct.request.serialnumber",
        &["requestParameters", "serialNumber"],
        "Serial number in the request.",
    ),
    text_at(
        "ct.request.servicename",
        &["requestParameters", "serviceName"],
        "Service asked for.",
    ),
    text_at(
        "ct.request.subnetid",
        &["requestParameters", "subnetId"],
        "Subnet asked for.",
    ),
    text_at(
        "ct.request.taskdefinition",
        &["requestParameters", "taskDefinition"],
        "Task definition asked for.",
    ),
    text_at(
        "ct.request.username",
        &["requestParameters", "userName"],
        "User that the request is about.",
    ),
    json_at(
        "ct.request",
        &["requestParameters"],
        "The whole request as JSON.",
    ),
    text_at(
        "ct.srcip",
        &["sourceIPAddress"],
        "Address that the call came from, or the name of an AWS service.",
    ),
    text_at(
        "ct.useragent",
        &["userAgent"],
        "Program that made the call.",
    ),
    special(
        "ct.info",
        CloudTrailField::Info,
        "One-line summary of the record.",
    ),
    true_or_false_at(
        "ct.managementevent",
        &["managementEvent"],
        "`true` for calls that manage resources.",
    ),
    true_or_false_at(
        "ct.readonly",
        &["readOnly"],
        "`true` for calls that change nothing.",
    ),
    text_at("ct.requestid", &["requestID"], "Id of the request."),
    text_at(
        "ct.eventtype",
        &["eventType"],
        "Kind of record, for example `AwsApiCall`.",
    ),
    text_at("ct.apiversion", &["apiVersion"], "Version of the API."),
    special(
        "ct.resources",
        CloudTrailField::Resources,
        "Resources that the call touched, JSON objects joined by commas.",
    ),
    text_at(
        "ct.recipientaccountid",
        &["recipientAccountId"],
        "Account that got the record.",
    ),
    text_at(
        "ct.serviceeventdetails",
        &["serviceEventDetails"],
        "Details of a service's own event; empty where they are not a text.",
    ),
    text_at(
        "ct.sharedeventid",
        &["sharedEventID"],
        "Id that the records of one call share between accounts.",
    ),
    text_at(
        "ct.vpcendpointid",
        &["vpcEndpointId"],
        "VPC endpoint that the call went through.",
    ),
    text_at(
        "ct.eventcategory",
        &["eventCategory"],
        "Category of the record, for example `Management`.",
    ),
    text_at(
        "ct.addendum.reason",
        &["addendum", "reason"],
        "Why the record was amended or came late.",
    ),
    text_at(
        "ct.addendum.updatedfields",
        &["addendum", "updatedFields"],
        "Fields that the amendment changed.",
    ),
    text_at(
        "ct.addendum.originalrequestid",
        &["addendum", "originalRequestID"],
        "Request id before the amendment.",
    ),
    text_at(
        "ct.addendum.originaleventid",
        &["addendum", "originalEventID"],
        "Event id before the amendment.",
    ),
    true_or_false_at(
        "ct.sessioncredentialfromconsole",
        &["sessionCredentialFromConsole"],
        "`true` where the record holds JSON's true for a console session.",
    ),
    text_at(
        "ct.edgedevicedetails",
        &["edgeDeviceDetails"],
        "Edge device that the request was for; empty where it is not a text.",
    ),
    text_at(
        "ct.tlsdetails.tlsversion",
        &["tlsDetails", "tlsVersion"],
        "TLS version of the request.",
    ),
    text_at(
        "ct.tlsdetails.ciphersuite",
        &["tlsDetails", "cipherSuite"],
        "TLS cipher suite of the request.",
    ),
    text_at(
        "ct.tlsdetails.clientprovidedhostheader",
        &["tlsDetails", "clientProvidedHostHeader"],
        "Host name that the client sent.",
    ),
    json_at(
        "ct.additionaleventdata",
        &["additionalEventData"],
        "Everything else about the call, as JSON.",
    ),
    special(
        "s3.uri",
        CloudTrailField::S3Uri,
        "Object that the call was about, `s3://bucket/key`.",
    ),
    text_at(
        "s3.bucket",
        &["requestParameters", "bucketName"],
        "Bucket that the call was about.",
    ),
    text_at(
        "s3.key",
        &["requestParameters", "key"],
        "Key of the object that the call was about.",
    ),
    special_number(
        "s3.bytes",
        CloudTrailField::S3Bytes,
        "Bytes moved in both directions.",
    ),
    number_at(
        "s3.bytes.in",
        &["additionalEventData", "bytesTransferredIn"],
        "Bytes sent to S3.",
    ),
    number_at(
        "s3.bytes.out",
        &["additionalEventData", "bytesTransferredOut"],
        "Bytes got from S3.",
    ),
    special_number(
        "s3.cnt.get",
        CloudTrailField::S3CountGet,
        "1 for a call named `GetObject`.",
    ),
    special_number(
        "s3.cnt.put",
        CloudTrailField::S3CountPut,
        "1 for a call named `PutObject`.",
    ),
    special_number(
        "s3.cnt.other",
        CloudTrailField::S3CountOther,
        "1 for every other call.",
    ),
    special(
        "ec2.name",
        CloudTrailField::Ec2Name,
        "Name tag that the new instances are to get.",
    ),
    special(
        "ec2.imageid",
        CloudTrailField::Ec2ImageId,
        "Image of the first instance.",
    ),
    list(with_argument(
        special(
            "ec2.imageids",
            CloudTrailField::Ec2ImageIds,
            "Images of the instances, or the one at an index.",
        ),
        OPTIONAL_INDEX,
    )),
    text_at(
        "ecr.repository",
        &["requestParameters", "repositoryName"],
        "Repository of container images that the call was about.",
    ),
    text_at(
        "ecr.imagetag",
        &["requestParameters", "imageTag"],
        "Tag of the container image that the call was about.",
    ),
    text_at(
        "iam.role",
        &["requestParameters", "roleName"],
        "IAM role that the call was about.",
    ),
    text_at(
        "iam.policy",
        &["requestParameters", "policyName"],
        "Name of the IAM policy that the call was about.",
    ),
];

const fn special(
    name: &'static str,
    extraction: CloudTrailField,
    description: &'static str,
) -> FieldSpec {
    text(name, Extraction::CloudTrail(extraction), description)
}

const fn special_number(
    name: &'static str,
    extraction: CloudTrailField,
    description: &'static str,
) -> FieldSpec {
    field(
        name,
        ValueType::Uint64,
        Extraction::CloudTrail(extraction),
        description,
    )
}
