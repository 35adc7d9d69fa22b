use casework::manifest::Manifest;
use reqwest::StatusCode;
use serde_json::json;
use server::ambient::Ids;
use server::tenancy::Acting;
use server::tenancy::apply::{apply, read_folder};

use super::{Desk, link};
use crate::support::{a_tuesday, council_with, root};

#[tokio::test]
async fn a_changed_table_sends_new_cases_another_way_until_it_is_taken_back() {
    let desk = Desk::open().await;
    let first = desk.raises_a_pothole().await;
    let before = desk.team_of(&first).await;
    assert!(!before.is_empty(), "the table knows potholes");

    let setup = desk.begins("routing").await;
    let (changed, other) = desk.diverted(&desk.settings(&setup).await);
    desk.saves(&setup, &changed).await;
    assert_eq!(desk.team_of(&desk.raises_a_pothole().await).await, before, "what is saved is not in force");

    let page = desk.admin.page(&format!("{setup}/activate")).await.1;
    let name = |key: &str| desk.council.manifest.group(key).expect("a team").name.en.clone();
    assert!(page.contains(&name(&before)) && page.contains(&name(&other)), "the page says what changes: {page}");
    let refused = desk.admin.post_form(&format!("{setup}/activate"), &[("version", "2"), ("reason", " ")]).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY, "why is asked for");
    assert_eq!(desk.activates(&setup, "Because of the trams").await, "/plugins/routing?done=activated");
    assert_eq!(desk.team_of(&desk.raises_a_pothole().await).await, other);
    assert_eq!(desk.team_of(&first).await, before, "a case stays where it is");

    let page = desk.admin.page("/plugins/routing").await.1;
    assert!(page.contains("Because of the trams"), "{page}");
    let back = link(&page, "/plugins/routing/again/");
    assert_eq!(desk.admin.page(&back).await.0, StatusCode::OK);
    desk.admin.submits(&back, &[("reason", "The trams are gone")]).await;
    assert_eq!(desk.team_of(&desk.raises_a_pothole().await).await, before);
    assert_eq!(desk.count("SELECT count(*) FROM plugin_activation WHERE seat = 'routing'").await, 3, "all is kept");
}

#[tokio::test]
async fn a_setup_that_is_not_in_order_cannot_come_into_force() {
    let desk = Desk::open().await;
    let setup = desk.begins("routing").await;
    let mut settings = desk.settings(&setup).await;
    settings["rows"][0]["group"] = "nobody at all".into();
    desk.saves(&setup, &settings).await;
    let (status, page) = desk.admin.page(&setup).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("href=\"#rows.0.group\"") && page.contains("nobody at all"), "{page}");
    let version = desk.version(&setup).await;
    let fields = [("version", version.as_str()), ("reason", "All the same")];
    let refused = desk.admin.post_form(&format!("{setup}/activate"), &fields).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(desk.count("SELECT count(*) FROM plugin_activation WHERE made_by IS NOT NULL").await, 0);
}

#[tokio::test]
async fn rows_are_added_moved_and_pasted_and_what_was_typed_stays() {
    let desk = Desk::open().await;
    let setup = desk.begins("routing").await;
    let settings = desk.settings(&setup).await;
    let rows = settings["rows"].as_array().expect("rows").len();

    let page = desk.sends(&setup, &settings, "add:rows").await.text().await.expect("text");
    assert!(page.contains(&format!("name=\"rows.{rows}.category\"")), "a row more");
    let page = desk.sends(&setup, &settings, "down:rows.0").await.text().await.expect("text");
    assert!(page.contains("name=\"rows.0.category\""), "{page}");
    let moved = desk.settings(&setup).await;
    assert_eq!((&moved["rows"][0], &moved["rows"][1]), (&settings["rows"][1], &settings["rows"][0]));
    desk.sends(&setup, &moved, "remove:rows.0").await;
    assert_eq!(desk.settings(&setup).await["rows"][0], settings["rows"][0]);

    let mut pasted = json!({ "rows": [] });
    let group = &desk.council.manifest.groups[0];
    let category = &desk.council.manifest.categories[0];
    pasted["rows.paste"] = format!("{}\t\t\t{}\n", category.name.en, group.name.en).into();
    let page = desk.sends(&setup, &pasted, "paste:rows").await;
    assert_eq!(page.status(), StatusCode::OK, "{}", page.text().await.expect("text"));
    assert_eq!(
        desk.settings(&setup).await,
        json!({ "rows": [{ "category": category.key, "group": group.key }] }),
        "names became keys"
    );
    pasted["rows.paste"] = "a\tb\tc\td\te\tf".into();
    let page = desk.sends(&setup, &pasted, "paste:rows").await;
    assert_eq!(page.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = page.text().await.expect("text");
    assert!(page.contains("href=\"#rows.paste\"") && page.contains(">a\tb\tc\td\te\tf</textarea>"), "{page}");
}

#[tokio::test]
async fn of_two_who_change_it_at_once_the_second_is_told_and_loses_nothing() {
    let desk = Desk::open().await;
    let setup = desk.begins("sla-policy").await;
    let version = desk.version(&setup).await;
    let mut settings = desk.settings(&setup).await;
    settings["first_response"] = 6.into();
    assert_eq!(desk.sends_version(&setup, &settings, "save", &version).await.status(), StatusCode::SEE_OTHER);
    settings["first_response"] = 9.into();
    let stale = desk.sends_version(&setup, &settings, "save", &version).await;
    assert_eq!(stale.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = stale.text().await.expect("text");
    assert!(page.contains("name=\"first_response\" type=\"text\" value=\"9\""), "what was typed stays: {page}");
    assert_eq!(desk.settings(&setup).await["first_response"], 6, "the other’s is saved");
    let again = desk.admin.submits("/plugins/sla-policy/begin", &[("from", "in-force")]).await;
    assert_eq!(again, setup, "one change of a kind is worked on");
}

#[tokio::test]
async fn only_admins_see_and_change_plugins() {
    let desk = Desk::open().await;
    let setup = desk.begins("routing").await;
    let officer = desk.app.somebody(&desk.council, casework::people::Role::HeadOfService, |_| true).await;
    for person in [&desk.councillor, &officer] {
        for path in
            ["/plugins", "/plugins/routing", &setup, &format!("{setup}/activate"), &format!("{setup}/settings.json")]
        {
            assert_eq!(person.page(path).await.0, StatusCode::FORBIDDEN, "{} at {path}", person.key);
        }
        let posts: [(&str, &[(&str, &str)]); 5] = [
            ("/plugins/routing/begin", &[("from", "in-force")]),
            (&setup, &[("version", "1"), ("do", "save")]),
            (&format!("{setup}/activate"), &[("version", "1"), ("reason", "Mine")]),
            (&format!("{setup}/rehearse"), &[("months", "12")]),
            (&format!("{setup}/discard"), &[("version", "1")]),
        ];
        for (path, fields) in posts {
            assert_eq!(
                person.post_form(path, fields).await.status(),
                StatusCode::FORBIDDEN,
                "{} at {path}",
                person.key
            );
        }
        let sent = person.post_files("/plugins/routing/upload", &[], &[("a.wasm", b"\0asm")]).await;
        assert_eq!(sent.status(), StatusCode::FORBIDDEN);
        let seen = desk.app.counted_by(&desk.council, &person.key, "SELECT count(*) FROM plugin_setup").await;
        assert_eq!(seen, 0, "the database shows {} nothing", person.key);
    }
    let seen = desk.app.counted_by(&desk.council, &desk.admin.key, "SELECT count(*) FROM plugin_setup").await;
    assert!(seen > 0);
}

#[tokio::test]
async fn what_was_in_force_is_never_changed_whoever_asks() {
    let desk = Desk::open().await;
    let app = &desk.app.instance.app;
    let people = app.identity.people(&desk.council).await.expect("people");
    let admin = people.iter().find(|known| known.key == desk.admin.key).expect("the admin");
    let acting =
        async || app.database.begin(&desk.council.schema, Acting::Person(&admin.actor)).await.expect("a scope");
    let changed = acting().await.run("UPDATE plugin_setup SET settings = '{}' WHERE state = 'used'", vec![]).await;
    assert_eq!(changed.expect("an answer"), 0, "the policy shows none of them to a change");
    for sql in
        ["DELETE FROM plugin_activation", "UPDATE plugin_activation SET reason = 'x'", "DELETE FROM plugin_artefact"]
    {
        assert!(acting().await.run(sql, vec![]).await.is_err(), "{sql}");
    }
    let of_another = "INSERT INTO plugin_activation (id, seat, number, made_by, made_at, reason)
                      SELECT gen_random_uuid(), 'routing', 7, id, now(), 'x' FROM person WHERE id <> $1 LIMIT 1";
    let me = vec![admin.actor.person.as_uuid().into()];
    assert!(acting().await.run(of_another, me).await.is_err(), "in nobody else’s name");
}

#[tokio::test]
async fn every_program_goes_by_a_change_without_a_restart() {
    let desk = Desk::open().await;
    let other = desk.app.beside(|_| {}).await;
    let revision = |instance: &server::cli::Instance| {
        let all = instance.app.directory.all();
        all.iter().find(|council| council.id == desk.council.id).expect("served").activations
    };
    let before = revision(&other);
    let setup = desk.begins("routing").await;
    let (changed, _) = desk.diverted(&desk.settings(&setup).await);
    desk.saves(&setup, &changed).await;
    desk.activates(&setup, "For all").await;
    let wanted = revision(&desk.app.instance);
    assert_ne!(wanted, before, "the program that was asked goes by it at once");
    for _ in 0..100 {
        if revision(&other) == wanted {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("the other program did not hear of it within ten seconds");
}

#[tokio::test]
async fn a_program_that_stopped_before_it_said_so_is_made_up_for() {
    let desk = Desk::open().await;
    let sql = "WITH s AS (INSERT INTO plugin_setup (id, seat, plugin, settings, state, made_at, changed_at)
                   SELECT gen_random_uuid(), 'routing', plugin, '{\"rows\": []}', 'used', now(), now()
                   FROM plugin_setup WHERE seat = 'routing' RETURNING id)
               INSERT INTO plugin_activation (id, seat, number, setup_id, made_at, reason)
               SELECT gen_random_uuid(), 'routing', 2, id, now(), 'x' FROM s";
    desk.app.database.all_seeing().await.run(&desk.council.schema, sql).await;
    let before = desk.app.council("five_stages").activations;
    desk.works().await;
    desk.app.instance.app.directory.refresh().await.expect("refreshed");
    assert_ne!(desk.app.council("five_stages").activations, before);
}

#[tokio::test]
async fn applying_the_files_again_leaves_alone_what_an_admin_chose_unless_they_choose_anew() {
    let desk = Desk::open().await;
    let setup = desk.begins("routing").await;
    let (changed, other) = desk.diverted(&desk.settings(&setup).await);
    desk.saves(&setup, &changed).await;
    desk.activates(&setup, "Mine").await;

    let folder = root().join("tenants").join(council_with("five_stages"));
    let mut manifest = Manifest::from_files(&read_folder(&folder).expect("a folder")).expect("a council in order");
    manifest.name.en.push_str(" (new)");
    let database = &desk.app.instance.app.database;
    let apply = async |manifest: &Manifest| {
        let applied = apply(database, &desk.council.schema, manifest, Ids, a_tuesday()).await.expect("applied");
        assert!(applied.changed);
        desk.app.reload(&desk.council).await;
    };
    apply(&manifest).await;
    assert_eq!(desk.team_of(&desk.raises_a_pothole().await).await, other);

    desk.app.clock.set(a_tuesday() + chrono::TimeDelta::minutes(1));
    manifest.plugins.routing.settings = json!({ "rows": [{ "category": "none", "group": "none" }] });
    apply(&manifest).await;
    assert_eq!(desk.team_of(&desk.raises_a_pothole().await).await, "", "the files say something new");
}

#[tokio::test]
async fn settings_go_out_as_a_file_and_come_in_again() {
    let desk = Desk::open().await;
    let setup = desk.begins("routing").await;
    let (changed, other) = desk.diverted(&desk.settings(&setup).await);
    desk.saves(&setup, &changed).await;
    let file = desk.admin.page(&format!("{setup}/settings.json")).await.1;
    let sheet = desk.admin.page(&format!("{setup}/table/rows")).await.1;
    let name = &desk.council.manifest.group(&other).expect("a team").name.en;
    assert!(
        sheet.starts_with("\u{feff}Category,Service,Ward,Team,Reason\n") && sheet.contains(name.as_str()),
        "{sheet}"
    );
    desk.admin.submits(&format!("{setup}/discard"), &[("version", &desk.version(&setup).await)]).await;

    let setup = desk.begins("routing").await;
    assert_ne!(desk.settings(&setup).await, changed);
    let import = async |file: &[u8]| desk.admin.post_files(&format!("{setup}/import"), &[], &[("a.json", file)]).await;
    assert_eq!(import(file.as_bytes()).await.status(), StatusCode::SEE_OTHER);
    assert_eq!(desk.settings(&setup).await, changed);
    for wrong in [&b"{"[..], br#"{"plugin": "routing-rules", "settings": {}}"#, br#"{"plugin": "routing-table"}"#, b""]
    {
        let refused = import(wrong).await;
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text().await.expect("text").contains("href=\"#file\""));
    }
    assert_eq!(desk.settings(&setup).await, changed, "a file that is refused changes nothing");
}
