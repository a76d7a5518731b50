//! Landlock: which files and ports the process can reach from here on, by what the configuration names.

use landlock::{
    ABI, Access as _, AccessFs, AccessNet, BitFlags, CompatLevel, Compatible as _, LandlockStatus,
    NetPort, Ruleset, RulesetAttr as _, RulesetCreatedAttr as _, RulesetError, Scope,
    make_bitflags, path_beneath_rules,
};

use super::{Layer, Needs};

/// Rights of a later version are not known to be tested, and are left alone.
const NEWEST: ABI = ABI::V7;

/// What is restricted from which version of Landlock on.
const OFFERS: [(ABI, &str); 4] = [
    (ABI::V1, "files"),
    (ABI::V4, "TCP ports"),
    (ABI::V5, "device controls"),
    (ABI::V6, "signals and abstract sockets"),
];

/// Gives up what is not needed. It holds for this thread and those that it starts.
pub(super) fn restrict(needs: &Needs) -> Result<Layer, RulesetError> {
    let status = Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(NEWEST))?
        .handle_access(AccessNet::from_all(NEWEST))?
        .scope(Scope::from_all(NEWEST))?
        .create()?
        .add_rules(path_beneath_rules(needs.read(), to_read()))?
        .add_rules(path_beneath_rules(needs.written(), to_write()))?
        .add_rules(ports(needs))?
        .restrict_self()?;
    Ok(layer(status.landlock))
}

fn ports(needs: &Needs) -> impl Iterator<Item = Result<NetPort, RulesetError>> {
    let port = |access| move |port: &u16| Ok(NetPort::new(*port, access));
    let listened = needs.listened().iter().map(port(AccessNet::BindTcp));
    listened.chain(needs.connected().iter().map(port(AccessNet::ConnectTcp)))
}

fn to_read() -> BitFlags<AccessFs> {
    make_bitflags!(AccessFs::{ReadFile | ReadDir})
}

/// Files, folders and sockets. Nothing that is written can be run, and no links or devices are made.
fn to_write() -> BitFlags<AccessFs> {
    let made = make_bitflags!(AccessFs::{MakeReg | MakeDir | MakeSock});
    let removed = make_bitflags!(AccessFs::{RemoveFile | RemoveDir});
    to_read() | made | removed | make_bitflags!(AccessFs::{WriteFile | Truncate})
}

fn layer(status: LandlockStatus) -> Layer {
    let abi = match status {
        LandlockStatus::Available { effective_abi, .. } => effective_abi,
        LandlockStatus::NotEnabled => return Layer::absent("switched off in this kernel"),
        LandlockStatus::NotImplemented => return Layer::absent("not built into this kernel"),
    };
    let (held, missing): (Vec<_>, Vec<_>) = OFFERS.iter().partition(|(since, _)| *since <= abi);
    Layer::Held {
        what: names(&held),
        missing: names(&missing),
    }
}

fn names(offers: &[&(ABI, &str)]) -> String {
    let names: Vec<_> = offers.iter().map(|(_, name)| *name).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_older_kernel_lacks_is_told() {
        let of = |abi| {
            layer(LandlockStatus::Available {
                effective_abi: abi,
                kernel_abi: None,
            })
        };
        let all = "files, TCP ports, device controls, signals and abstract sockets";
        assert_eq!(of(ABI::V7), Layer::held(all));
        let Layer::Held { what, missing } = of(ABI::V3) else {
            panic!("nothing holds")
        };
        assert_eq!(what, "files");
        assert_eq!(
            missing,
            "TCP ports, device controls, signals and abstract sockets"
        );
        let Layer::Absent(why) = layer(LandlockStatus::NotImplemented) else {
            panic!("something holds")
        };
        assert_eq!(why, "not built into this kernel");
    }
}
