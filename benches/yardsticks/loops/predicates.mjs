// What one writes without falconet: JSON.parse, and the enabled rules of rules/aws_cloudtrail.yaml as functions. Of each event
// the first rule that matches is written. It makes no alerts: no outputs, no times, no fields.
// node benches/yardsticks/loops/predicates.mjs INPUT...
import { forEachBatch } from "./lines.mjs";

const APPROVED_REGIONS = new Set(["us-east-1", "us-west-2", "eu-west-1", "eu-central-1"]);

const succeeded = (event) => event.errorCode === undefined;
const isCall = (event, source, name) => event.eventSource === source && event.eventName === name && succeeded(event);
const isLogin = (event) => isCall(event, "signin.amazonaws.com", "ConsoleLogin") && event.responseElements?.ConsoleLogin === "Success";
const isWithoutMfa = (event) => event.additionalEventData?.MFAUsed === "No";
const isRoot = (event) => event.userIdentity?.type === "Root";
const isAssumedRole = (event) => event.userIdentity?.type === "AssumedRole";
const isLambda = (event, name) => event.eventSource === "lambda.amazonaws.com" && succeeded(event) && event.eventName.startsWith(name);

function isWeakened(event) {
  if (isCall(event, "s3.amazonaws.com", "DeleteBucketPublicAccessBlock")) return true;
  if (!isCall(event, "s3.amazonaws.com", "PutBucketPublicAccessBlock")) return false;
  const block = event.requestParameters?.PublicAccessBlockConfiguration ?? {};
  return [block.BlockPublicAcls, block.BlockPublicPolicy, block.IgnorePublicAcls, block.RestrictPublicBuckets].includes(false);
}

const RULES = [
  ["AWS Console Login Through Assumed Role", (event) => isLogin(event) && isAssumedRole(event)],
  ["AWS Console Login Without MFA", (event) => isLogin(event) && isWithoutMfa(event) && !isAssumedRole(event) && !isRoot(event)],
  ["AWS Root Console Login Without MFA", (event) => isLogin(event) && isWithoutMfa(event) && isRoot(event)],
  ["AWS Root MFA Device Deactivated", (event) => isCall(event, "iam.amazonaws.com", "DeactivateMFADevice") && isRoot(event) && event.requestParameters?.userName === "AWS ROOT USER"],
  ["AWS IAM User Created", (event) => isCall(event, "iam.amazonaws.com", "CreateUser")],
  ["AWS IAM Group Created", (event) => isCall(event, "iam.amazonaws.com", "CreateGroup")],
  ["AWS IAM Group Deleted", (event) => isCall(event, "iam.amazonaws.com", "DeleteGroup")],
  ["AWS ECS Service Created", (event) => isCall(event, "ecs.amazonaws.com", "CreateService")],
  ["AWS ECS Task Run or Started", (event) => isCall(event, "ecs.amazonaws.com", "RunTask") || isCall(event, "ecs.amazonaws.com", "StartTask")],
  ["AWS Lambda Function Created", (event) => isLambda(event, "CreateFunction20")],
  ["AWS Lambda Function Code Updated", (event) => isLambda(event, "UpdateFunctionCode") && event.requestParameters?.dryRun !== true],
  ["AWS Lambda Function Configuration Updated", (event) => isLambda(event, "UpdateFunctionConfiguration")],
  ["AWS EC2 Instances Started in Unapproved Region", (event) => isCall(event, "ec2.amazonaws.com", "RunInstances") && !APPROVED_REGIONS.has(event.awsRegion)],
  ["AWS EC2 Instances Started", (event) => isCall(event, "ec2.amazonaws.com", "RunInstances")],
  ["AWS S3 Bucket Encryption Removed", (event) => isCall(event, "s3.amazonaws.com", "DeleteBucketEncryption")],
  ["AWS S3 Public Access Block Weakened", isWeakened],
  ["AWS S3 Bucket ACL Set", (event) => isCall(event, "s3.amazonaws.com", "PutBucketAcl")],
  ["AWS S3 Bucket Policy Set", (event) => isCall(event, "s3.amazonaws.com", "PutBucketPolicy")],
  ["AWS CloudTrail Trail Created", (event) => isCall(event, "cloudtrail.amazonaws.com", "CreateTrail")],
  ["AWS CloudTrail Logging Stopped", (event) => isCall(event, "cloudtrail.amazonaws.com", "StopLogging")],
];

for (const input of process.argv.slice(2)) {
  forEachBatch(input, (batch) => {
    const names = [];
    for (const line of batch.toString("utf8").split("\n")) {
      if (line === "") continue;
      const event = JSON.parse(line);
      const rule = RULES.find(([, matches]) => matches(event));
      if (rule !== undefined) names.push(`${rule[0]}\n`);
    }
    process.stdout.write(names.join(""));
  });
}
