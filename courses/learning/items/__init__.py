"""Item analysis: how exercises and questions of quizzes do in use, for editors."""
