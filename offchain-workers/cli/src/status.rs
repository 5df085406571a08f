//! How things are.

use crate::{
    failure::Failure,
    models, operators,
    report::{address, Report},
    session::Session,
    views::Account,
};
use subxt::{
    dynamic::Value,
    utils::{AccountId32, H256},
};

pub async fn status(session: &Session) -> Result<Report, Failure> {
    let (best, last) = (session.best().await?, session.finalised().await?);
    let models = models::all(session, best.hash).await?;
    let servers = models.iter().map(|line| u64::from(line.offers)).sum::<u64>();
    let asked: Option<u64> = session.stored("Inference", "NextJob", vec![]).await?;
    let report = Report::default()
        .with("node", session.url.clone())
        .with("genesis", format!("{:?}", session.chain.genesis()))
        .with("runtime", session.chain.client().runtime_version().spec_version)
        .with("best block", best.number)
        .with("final block", last.number)
        .with("models", models.len())
        .with("offers of servers", servers)
        .with("requests so far", asked.unwrap_or(0));
    match session.account() {
        Some(me) => mine(session, best.hash, &me, report).await,
        None => Ok(report.both("account", "none: see --key".into(), serde_json::Value::Null)),
    }
}

async fn mine(
    session: &Session,
    at: H256,
    me: &AccountId32,
    report: Report,
) -> Result<Report, Failure> {
    let key = || vec![Value::from_bytes(me.0)];
    let account: Option<Account> = session.stored("System", "Account", key()).await?;
    let open: Option<u32> = session.stored("Inference", "InFlight", key()).await?;
    let nonce = session.chain.nonce(me, at).await?;
    let money = account.map(|account| account.data);
    let report = report
        .with("account", address(me))
        .money("free", money.as_ref().map_or(0, |money| money.free))
        .money("held", money.as_ref().map_or(0, |money| money.reserved))
        .with("transactions", nonce)
        .with("open requests", open.unwrap_or(0));
    Ok(match operators::operator(session, me).await? {
        Some(operator) => report
            .with("roles", operators::roles(operator.roles))
            .money("bond", operator.bond)
            .money("at stake for work", operator.locked),
        None => report.with("roles", "none"),
    })
}
