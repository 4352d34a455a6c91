<?php return ["title" => "Guestbook"];
