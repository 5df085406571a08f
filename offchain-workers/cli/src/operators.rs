//! Working for the chain.

use crate::{
    args::Register,
    failure::Failure,
    report::{account, address, harmless, progress, Report},
    session::Session,
    views,
};
use codec::Compact;
use opg_primitives::stake::{Role, Roles};
use opg_worker::chain::views::Offer;
use subxt::utils::AccountId32;

/// Billionths of a percent.
const PERCENT: u32 = 10_000_000;

pub async fn register(session: &Session, register: &Register) -> Result<Report, Failure> {
    let me = session.me()?;
    if operator(session, &me).await?.is_none() {
        progress("registering");
        let roles = Roles::of(register.roles.iter().copied());
        let commission = register.commission.saturating_mul(PERCENT);
        let profile = (register.endpoint.as_bytes(), register.about.as_bytes());
        let arguments = (roles, Compact(register.bond.0), commission, profile);
        session.call("Stake", "register", arguments).await?;
    } else {
        progress("it is registered already; docs/staking.md says how that is changed");
    }
    of(session, &me).await
}

pub async fn show(session: &Session, text: Option<&str>) -> Result<Report, Failure> {
    match text {
        Some(text) => {
            let account = account(text).ok_or_else(|| Failure::Account(text.to_owned()))?;
            of(session, &account).await
        },
        None => of(session, &session.me()?).await,
    }
}

/// An operator, if the account is one.
pub async fn operator(
    session: &Session,
    account: &AccountId32,
) -> Result<Option<views::Operator>, Failure> {
    session.ask("StakeApi", "operator", account.0).await
}

async fn of(session: &Session, account: &AccountId32) -> Result<Report, Failure> {
    let found = operator(session, account).await?;
    let found = found.ok_or_else(|| Failure::NoOperator(address(account)))?;
    let offers: Vec<Offer> = session.ask("ModelsApi", "offers_of", account.0).await?;
    let offers = offers.iter().map(|offer| {
        Report::default()
            .with("model", format!("{:?}", offer.model))
            .money("price", offer.ask.price)
            .with("blocks", offer.ask.latency)
            .with("free", offer.free)
            .with("in use", offer.in_use)
    });
    Ok(Report::default()
        .with("operator", address(account))
        .with("roles", roles(found.roles))
        .money("bond", found.bond)
        .money("at stake for work", found.locked)
        .money("delegated", found.delegated)
        .with("pending slashes", found.pending_slashes)
        .with("endpoint", harmless(&found.profile.endpoint))
        .with("about", harmless(&found.profile.metadata))
        .list("offers", offers.collect()))
}

/// Roles, from their bits.
pub fn roles(bits: u8) -> String {
    let name = |role: &Role| match role {
        Role::Validator => "validator",
        Role::Inference => "inference",
        Role::Verifier => "verifier",
        Role::Data => "data",
    };
    let has = |(place, _): &(usize, &Role)| bits & (1 << place) != 0;
    let names = Role::ALL.iter().enumerate().filter(has).map(|(_, role)| name(role));
    match names.collect::<Vec<_>>() {
        none if none.is_empty() => "none".into(),
        some => some.join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use codec::Encode;

    #[test]
    fn roles_should_be_read_as_they_are_written() {
        let both = Roles::of([Role::Inference, Role::Verifier]);
        assert_eq!(roles(both.encode()[0]), "inference, verifier");
        assert_eq!(roles(Roles::NONE.encode()[0]), "none");
        assert_eq!(roles(Roles::of(Role::ALL).encode()[0]), "validator, inference, verifier, data");
    }
}
