app_name = "coursework"

urlpatterns: list[object] = []
